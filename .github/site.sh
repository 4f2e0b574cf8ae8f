#!/usr/bin/env bash
# Lays out what GitHub Pages serves: the page as it is in the checkout, and the slides with the packages that they show themselves with.
# Usage: .github/site.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
site=$1
mkdir -p "$site/examples"
cp -R index.html isolate.js www pkg data LICENSE-APACHE LICENSE-MIT "$site"
cp examples/load_weights.py "$site/examples"
mkdir "$site/examples/slides"
git ls-files -z examples/slides | xargs -0 cp --parents -t "$site"
npm ci --omit=dev --no-audit --no-fund --prefix "$site/examples/slides"
