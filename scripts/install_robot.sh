#!/bin/sh
# Installs ROBOT under .cache/robot, where the tests find it: it reports faults of an ontology,
# checks its OWL profile and runs a reasoner. http://robot.obolibrary.org/
# Exit status: 0 installed (or was there already), 1 could not be installed.
set -eu
cd "$(dirname "$0")/.."
. scripts/maven.sh

start ROBOT robot 1.9.8
fetch org.obolibrary.robot:robot-command:1.9.8
java -cp "$home/lib/*" org.obolibrary.robot.CommandLineInterface --version
finish
