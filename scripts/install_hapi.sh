#!/bin/sh
# Installs HAPI FHIR's validator with HL7's definitions of R5 under .cache/hapi, where the tests find it,
# and compiles the program in scripts/hapi/ that runs it, without a JDK. https://hapifhir.io/
# Exit status: 0 installed (or was there already), 1 could not be installed.
set -eu
cd "$(dirname "$0")/.."
. scripts/maven.sh

source=scripts/hapi/ValidateFhir.java
hapi=8.2.0
start "HAPI FHIR's validator" hapi "$hapi-$(cksum <"$source" | cut -d ' ' -f 1)"
fetch "ca.uhn.hapi.fhir:hapi-fhir-validation:$hapi" "ca.uhn.hapi.fhir:hapi-fhir-structures-r5:$hapi" \
    "ca.uhn.hapi.fhir:hapi-fhir-validation-resources-r5:$hapi" \
    "ca.uhn.hapi.fhir:hapi-fhir-caching-caffeine:$hapi" org.slf4j:slf4j-simple:2.0.17
maven "$PLUGIN:copy" -Dartifact=org.eclipse.jdt:ecj:3.33.0 -DoutputDirectory="$PWD/$home" \
    -Dmdep.stripVersion=true
java -jar "$home/ecj.jar" -17 -cp "$(find "$home/lib" -name '*.jar' | tr '\n' ':')" -d "$home/classes" "$source"
finish
