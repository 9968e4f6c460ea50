#!/bin/sh
# Installs Apache Jena's Fuseki server under .cache/fuseki, where the tests find it.
# Exit status: 0 installed (or already there), 1 could not be installed.
set -eu

cd "$(dirname "$0")/.."
JENA=$(sed -n 's/^JENA=\([0-9.]*\).*/\1/p' scripts/install_jena.sh) # one Jena for riot and server
PLUGIN=$(sed -n 's/^PLUGIN=//p' scripts/install_jena.sh)
home=.cache/fuseki
stamp="$home/installed-$JENA"

if [ -e "$stamp" ]; then
    echo "Apache Jena Fuseki $JENA is already in $home."
    exit 0
fi
for command in java mvn; do
    if ! command -v "$command" >/dev/null; then
        echo "Fuseki needs Java 17 and Maven, and '$command' is not on this machine." >&2
        echo "On Debian or Ubuntu: apt-get install openjdk-17-jre-headless maven" >&2
        exit 1
    fi
done

rm -rf "$home"
mkdir -p "$home"
mvn -Dstyle.color=never --batch-mode --quiet --strict-checksums "$PLUGIN:copy" \
    -Dartifact="org.apache.jena:jena-fuseki-server:$JENA" \
    -DoutputDirectory="$PWD/$home" -Dmdep.stripVersion=true
FUSEKI_BASE="$home/base" java -jar "$home/jena-fuseki-server.jar" --version
touch "$stamp"
echo "Apache Jena Fuseki $JENA is in $home."
