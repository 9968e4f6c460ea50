#!/bin/sh
# Installs Apache Jena's command classes under .cache/jena, where the tests find them: riot checks
# the files that kg writes and shares no code with Python's RDF libraries.
# Exit status: 0 installed (or already there), 1 could not be installed.
set -eu

JENA=5.6.0  # the last line of releases that runs on Java 17; Jena 6 asks for 21
SLF4J=2.0.17
PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.8.1

cd "$(dirname "$0")/.."
home=.cache/jena
stamp="$home/installed-$JENA-$SLF4J"

if [ -e "$stamp" ]; then
    echo "Apache Jena $JENA is already in $home."
    exit 0
fi
for command in java mvn; do
    if ! command -v "$command" >/dev/null; then
        echo "Apache Jena needs Java 17 and Maven, and '$command' is not on this machine." >&2
        echo "On Debian or Ubuntu: apt-get install openjdk-17-jre-headless maven" >&2
        exit 1
    fi
done

rm -rf "$home"
mkdir -p "$home"
cat >"$home/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kg</groupId>
  <artifactId>jena</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.jena</groupId>
      <artifactId>jena-cmds</artifactId>
      <version>$JENA</version>
    </dependency>
    <dependency> <!-- riot tells its findings through it, on stderr -->
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>$SLF4J</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -Dstyle.color=never --batch-mode --quiet --strict-checksums --file "$home/pom.xml" \
    "$PLUGIN:copy-dependencies" -DoutputDirectory=lib
java -cp "$home/lib/*" riotcmd.riot --version
touch "$stamp"
echo "Apache Jena $JENA is in $home."
