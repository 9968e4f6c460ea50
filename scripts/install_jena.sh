#!/bin/sh
# Installs Apache Jena's command classes under .cache/jena, where the tests find them: riot checks
# the files that kg writes and shares no code with Python's RDF libraries.
# Exit status: 0 installed (or already there), 1 could not be installed.
set -eu
cd "$(dirname "$0")/.."
. scripts/maven.sh

start "Apache Jena" jena "$JENA"
# riot reports through slf4j-simple, on stderr
fetch "org.apache.jena:jena-cmds:$JENA" org.slf4j:slf4j-simple:2.0.17
java -cp "$home/lib/*" riotcmd.riot --version
finish
