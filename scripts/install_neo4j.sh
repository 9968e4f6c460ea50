#!/bin/sh
# Installs the Neo4j server and its import tool under .cache/neo4j, where the tests find them.
# Exit status: 0 installed (or already there), 1 could not be installed.
set -eu
cd "$(dirname "$0")/.."
. scripts/maven.sh

NEO4J=5.26.0 # the long-term release that runs on Java 17
start Neo4j neo4j "$NEO4J"
fetch "org.neo4j.app:neo4j-server:$NEO4J" "org.neo4j:neo4j:$NEO4J" "org.neo4j:neo4j-import-tool:$NEO4J"
finish
