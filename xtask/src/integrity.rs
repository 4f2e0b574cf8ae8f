//! The hashes on index.html: of its styles and scripts, and of every module that its script imports.
//!
//! A browser refuses what is another than its hash says. Modules have no place for one where they are imported, but a link that loads
//! them early does; as a side effect, they come at once instead of one after another.

use crate::checkout::Checkout;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The page that is stamped.
pub const PAGE: &str = "index.html";
/// The module that the page begins with.
const MAIN: &str = "www/main.js";
/// What has no hash: of a page that is opened as a file, Chromium refuses whatever has one, and it is these that say what to do then.
const BARE: [&str; 2] = ["www/preflight.js", "www/style.css"];

/// Has the page in the checkout tell the hashes of its files as they are now.
pub fn stamp(checkout: &Checkout) -> Result<()> {
    let page = stamped(checkout.root())?;
    fs::write(checkout.path(PAGE), page).context("index.html cannot be written: is it writable?")
}

/// Fails unless the page in the checkout is stamped with the hashes of its files.
pub fn check(checkout: &Checkout) -> Result<()> {
    if stamped(checkout.root())? != read(checkout.root(), PAGE)? {
        bail!("{PAGE} tells hashes of other files than those in the checkout: run `cargo xtask build --scripts`");
    }
    Ok(())
}

/// The page below `root`, stamped with the hashes of its files as they are now.
pub fn stamped(root: &Path) -> Result<String> {
    let modules = modules(root)?;
    let mut page = String::new();
    for line in read(root, PAGE)?.lines().filter(|line| !line.contains(r#"<link rel="modulepreload""#)) {
        if line.contains(&format!(r#" src="{MAIN}""#)) {
            let indentation = &line[..line.len() - line.trim_start().len()];
            for module in &modules {
                let hash = hash(root, module)?;
                page += &format!("{indentation}<link rel=\"modulepreload\" href=\"{module}\" integrity=\"{hash}\">\n");
            }
        }
        page += &with_hash(line, root)?;
        page.push('\n');
    }
    Ok(page)
}

/// A line of the page; if it is a script or a style sheet that may have a hash, with that of its file.
fn with_hash(line: &str, root: &Path) -> Result<String> {
    let starts = ["<script src=\"", "<script type=\"module\" src=\"", "<link rel=\"stylesheet\" href=\""];
    let tag = starts.iter().find_map(|start| line.trim_start().strip_prefix(start)?.split_once('"'));
    let Some((address, _)) = tag.filter(|(address, _)| !BARE.contains(address)) else { return Ok(line.to_owned()) };
    let (tag, after) = line.split_once('>').unwrap_or((line, ""));
    let bare = tag.split(" integrity=").next().unwrap_or_default();
    Ok(format!("{bare} integrity=\"{}\">{after}", hash(root, address)?))
}

/// The modules that the page's own imports, directly or by others, without those that are fetched when they are needed.
fn modules(root: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::from([MAIN.to_owned()]);
    let mut unread = vec![MAIN.to_owned()];
    while let Some(module) = unread.pop() {
        let directory = module.rsplit_once('/').map_or("", |(directory, _)| directory);
        for address in read(root, &module)?.lines().filter_map(imported) {
            let other = joined(directory, address);
            if found.insert(other.clone()) {
                unread.push(other);
            }
        }
    }
    found.remove(MAIN);
    Ok(found)
}

/// What the statement that ends with this line imports, if it imports. Statements stand at the left edge, comments and `import()` do not.
fn imported(line: &str) -> Option<&str> {
    let (before, address) = line.strip_suffix("';")?.rsplit_once('\'')?;
    let begins = ["import ", "export ", "} "].iter().any(|start| before.starts_with(start));
    (begins && (before == "import " || before.ends_with(" from "))).then_some(address)
}

/// The path that a relative address means in a directory.
fn joined(directory: &str, address: &str) -> String {
    let mut path: Vec<_> = directory.split('/').collect();
    for name in address.split('/') {
        match name {
            "." => {}
            ".." => drop(path.pop()),
            name => path.push(name),
        }
    }
    path.join("/")
}

fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("{path} cannot be read: is the checkout complete?"))
}

fn hash(root: &Path, path: &str) -> Result<String> {
    Ok(sha256(read(root, path)?.as_bytes()))
}

/// A hash as an `integrity` attribute has it.
pub fn sha256(content: &[u8]) -> String {
    format!("sha256-{}", base64(&Sha256::digest(content)))
}

/// A crate for this would change Cargo.lock, and everything be compiled anew that is proven by it.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, place| bits << 8 | usize::from(*three.get(place).unwrap_or(&0)));
        let digits = (0..4).rev().map(|place| char::from(DIGITS[bits >> (6 * place) & 63]));
        text.extend(digits.take(three.len() + 1));
        text.push_str(&"=".repeat(3 - three.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const UNSTAMPED: &str = r#"<link rel="stylesheet" href="www/style.css">
  <script type="module" src="www/main.js"></script>
    <link rel="stylesheet" href="www/a.css">
"#;

    const IMPORT: &str = "import './a.js';\n";

    fn site(main: &str) -> TempDir {
        let site = TempDir::new().unwrap();
        fs::create_dir(site.path().join("www")).unwrap();
        for (path, content) in [(PAGE, UNSTAMPED), (MAIN, main), ("www/a.css", ""), ("www/a.js", ""), ("made.js", "")] {
            fs::write(site.path().join(path), content).unwrap();
        }
        site
    }

    #[test]
    fn the_page_of_the_checkout_tells_the_hashes_of_its_files() {
        check(&Checkout::find().unwrap()).unwrap();
    }

    #[test]
    fn a_change_of_any_file_makes_the_page_stale_until_it_is_stamped() {
        let site = site(IMPORT);
        let checkout = Checkout::at(site.path());
        stamp(&checkout).unwrap();
        check(&checkout).unwrap();
        for path in [MAIN, "www/a.css", "www/a.js"] {
            fs::write(site.path().join(path), "changed").unwrap();
            assert!(check(&checkout).unwrap_err().to_string().contains("cargo xtask build --scripts"), "{path}");
            fs::write(site.path().join(path), if path == MAIN { IMPORT } else { "" }).unwrap();
            check(&checkout).unwrap();
        }
    }

    #[test]
    fn stamps_name_the_hash_of_nothing_and_are_replaced() {
        let site = site(IMPORT);
        let once = stamped(site.path()).unwrap();
        // What SHA-256 makes of nothing.
        let nothing = "integrity=\"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"";
        assert!(
            once.contains(&format!("  <link rel=\"modulepreload\" href=\"www/a.js\" {nothing}>\n  <script")),
            "{once}"
        );
        assert!(once.contains(&format!("    <link rel=\"stylesheet\" href=\"www/a.css\" {nothing}>\n")), "{once}");
        assert!(once.starts_with("<link rel=\"stylesheet\" href=\"www/style.css\">\n"), "{once}");
        fs::write(site.path().join(PAGE), &once).unwrap();
        assert_eq!(stamped(site.path()).unwrap(), once);
    }

    #[test]
    fn base_64_is_as_in_rfc_4648() {
        let known =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("\u{7f}\u{7f}", "f38=")];
        for (text, expected) in known {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn what_is_imported_in_any_form_is_found_and_nothing_else() {
        let site = site(
            "import './a.js';\nimport {\n  a,\n} from '../made.js';\nexport { b } from './a.js';\n\
             /** @typedef {import('./type.js').Type} Type */\n * import { c } from './comment.js';\n  await import('./later.js');\n",
        );
        let found = modules(site.path()).unwrap();
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["made.js", "www/a.js"]);
    }
}
