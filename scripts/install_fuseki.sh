#!/bin/sh
# Installs Apache Jena's Fuseki server under .cache/fuseki, where the tests find it.
# Exit status: 0 installed (or already there), 1 could not be installed.
set -eu
cd "$(dirname "$0")/.."
. scripts/maven.sh

start "Apache Jena Fuseki" fuseki "$JENA"
maven "$PLUGIN:copy" -Dartifact="org.apache.jena:jena-fuseki-server:$JENA" \
    -DoutputDirectory="$PWD/$home" -Dmdep.stripVersion=true
FUSEKI_BASE="$home/base" java -jar "$home/jena-fuseki-server.jar" --version
finish
