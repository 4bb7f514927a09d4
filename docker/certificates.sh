#!/bin/bash
# Makes a certificate authority and a certificate for each node, once. Usage: certificates.sh NODE…
#
# /certificates/NODE has the node's certificate and key, /authority has the authority's certificate alone, for those who
# connect. The authority's own key is thrown away: nobody can make another certificate. To renew, remove both volumes.
set -euo pipefail
[ -e /authority/ca.crt ] && exit 0
days=1825
work=$(mktemp -d)
es-gencert-cli create-ca -days "$days" -out "$work/ca"
for node in "$@"; do
  rm -rf "/certificates/$node" # of a run that was cut short
  es-gencert-cli create-node -days "$days" -ca-certificate "$work/ca/ca.crt" -ca-key "$work/ca/ca.key" \
    -out "/certificates/$node" -ip-addresses 127.0.0.1 -dns-names "localhost,$node,eventstore,eventstore-cluster"
done
chown -R 1000:1000 /certificates # the user of the servers
cp "$work/ca/ca.crt" /authority/new
chmod 644 /authority/new
mv /authority/new /authority/ca.crt # last, and whole: it says that all is made
rm -r "$work"
