#!/bin/sh
# Start a Solr 9 for comparisons: bench/solr/start.sh [port]
# Needs Java 17 and Maven; fetches about 110 MB once. Stops with Ctrl-C.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
port=${1:-8983}
home=${BENCH_SOLR_HOME:-$here/../../var/bench-solr}
schema=$(python -c 'import ckan, pathlib
print(pathlib.Path(ckan.__file__).parent / "config/solr/schema.xml")')

mkdir -p "$home/ckan/conf"
echo '<solr/>' > "$home/solr.xml"
echo 'name=ckan' > "$home/ckan/core.properties"
cp "$here/conf/solrconfig.xml" "$home/ckan/conf/"
cp "$schema" "$home/ckan/conf/managed-schema.xml"
: > "$home/ckan/conf/synonyms.txt"
: > "$home/ckan/conf/protwords.txt"

if [ ! -s "$home/classpath" ]; then
    mvn -q -f "$here/pom.xml" dependency:build-classpath -Dmdep.outputFile="$home/classpath"
fi
exec java -Xmx512m -cp "$(cat "$home/classpath")" "$here/Run.java" "$home" "$port"
