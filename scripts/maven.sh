# Functions of the scripts that install a Java tool for the tests from Maven Central, under .cache/.
# Sourced by them, in the root of the checkout.

PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
JENA=5.6.0 # for riot and Fuseki; the last release line that runs on Java 17

# start TITLE FOLDER VERSION: an empty folder, or the end of the script if the version is installed.
# Exit status of the script: 0 installed already, 1 Java or Maven is missing.
start() {
    title="$1 $3"
    home=".cache/$2"
    stamp="$home/installed-$3"
    if [ -e "$stamp" ]; then
        echo "$title is already in $home."
        exit 0
    fi
    for command in java mvn; do
        if ! command -v "$command" >/dev/null; then
            echo "$1 needs Java 17 and Maven, and '$command' is not on this machine." >&2
            echo "On Debian or Ubuntu: apt-get install openjdk-17-jre-headless maven" >&2
            exit 1
        fi
    done
    rm -rf "$home"
    mkdir -p "$home"
}

# fetch GROUP:ARTIFACT:VERSION...: these jars and all that they need, in the folder's lib/
fetch() {
    {
        echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        echo '<groupId>kg</groupId><artifactId>tool</artifactId><version>1</version>'
        echo '<packaging>pom</packaging><dependencies>'
        printf '%s\n' "$@" | while IFS=: read -r group artifact version; do
            echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
            echo "<version>$version</version></dependency>"
        done
        echo '</dependencies></project>'
    } >"$home/pom.xml"
    maven --file "$home/pom.xml" "$PLUGIN:copy-dependencies" -DoutputDirectory=lib
}

# maven ARGUMENT...: Maven, which prints only errors and checks what it downloads
maven() {
    mvn -Dstyle.color=never --batch-mode --quiet --strict-checksums "$@"
}

# finish: the folder is complete
finish() {
    touch "$stamp"
    echo "$title is in $home."
}
