#!/bin/sh
# Installs ROBOT under .cache/robot, where the tests find it: it reports faults of an ontology,
# checks its OWL profile and runs a reasoner. http://robot.obolibrary.org/
# Exit status: 0 installed (or was there already), 1 could not be installed.
set -eu

ROBOT=1.9.8

cd "$(dirname "$0")/.."
PLUGIN=$(sed -n 's/^PLUGIN=//p' scripts/install_jena.sh)
home=.cache/robot
stamp="$home/installed-$ROBOT"

if [ -e "$stamp" ]; then
    echo "ROBOT $ROBOT is already in $home."
    exit 0
fi
for command in java mvn; do
    if ! command -v "$command" >/dev/null; then
        echo "ROBOT needs Java 17 and Maven, and '$command' is not on this machine." >&2
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
  <artifactId>robot</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.obolibrary.robot</groupId>
      <artifactId>robot-command</artifactId>
      <version>$ROBOT</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -Dstyle.color=never --batch-mode --quiet --strict-checksums --file "$home/pom.xml" \
    "$PLUGIN:copy-dependencies" -DoutputDirectory=lib
java -cp "$home/lib/*" org.obolibrary.robot.CommandLineInterface --version
touch "$stamp"
echo "ROBOT $ROBOT is in $home."
