//! `cargo xtask serve`: the checkout as a web site, for this machine only.
//!
//! One thread per connection, which is closed after its one answer: nothing a browser holds open, and browsers open
//! connections on suspicion, can keep another request waiting.

use crate::checkout::Checkout;
use crate::integrity::{self, PAGE};
use anyhow::{Context, Result, anyhow, bail};
use flate2::Compression;
use flate2::read::GzEncoder;
use percent_encoding::percent_decode_str;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

/// How long a client may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most that a request's head may take, in bytes and in header fields.
const LARGEST_HEAD: usize = 16 * 1024;
const MOST_FIELDS: usize = 100;

/// Sent with every answer. The first two are what a page needs for shared memory, hence for threads.
const HEADERS: [(&str, &str); 8] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()"),
    ("Connection", "close"),
];

/// What a worker may do, which obeys the policy that comes with its script and not that of its page: be made of modules, fetch the program
/// and the data, and start threads.
const WORKER_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const NOT_FOUND: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>Not found</title>
<h1>There is nothing here</h1>
<p>The checkout has no such file. <a href=\"/\">Go to the start page.</a></p>
</html>
";

/// Serves the checkout until the person stops it.
pub fn serve(checkout: &Checkout, port: u16, open_browser: bool) -> Result<()> {
    if !checkout.path("pkg").is_dir() {
        bail!(
            "pkg/, the compiled training code, is missing: run `cargo xtask build`, or restore it with `git checkout pkg`"
        );
    }
    let site = Site::open(checkout.root(), port)?;
    let url = format!("http://{}/", site.listener.local_addr()?);
    println!("Serving {url}  (Ctrl-C stops)");
    io::stdout().flush()?;
    if open_browser && let Err(error) = open::that_detached(&url) {
        eprintln!("No browser could be opened ({error}): open {url} yourself.");
    }
    site.answer_all();
    Ok(())
}

/// A port of this machine, and what is served there.
struct Site {
    root: PathBuf,
    listener: TcpListener,
}

impl Site {
    fn open(root: &Path, port: u16) -> Result<Self> {
        let root = root.canonicalize().with_context(|| format!("{} cannot be read", root.display()))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                anyhow!("port {port} is in use: choose another with `--port`, or any free one with `--port 0`")
            }
            _ => anyhow!("port {port} cannot be used ({error}): choose another with `--port`"),
        })?;
        Ok(Self { root, listener })
    }

    fn answer_all(self) {
        for stream in self.listener.incoming().flatten() {
            let root = self.root.clone();
            // A client that goes away before it has its answer is its own affair.
            thread::spawn(move || answer(stream, &root));
        }
    }
}

fn answer(mut stream: TcpStream, root: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = read_request(&mut stream)?;
    let answer = match &request {
        None => Answer::text("400 Bad Request", "This is no HTTP request.\n"),
        Some(request) if !matches!(request.method.as_str(), "GET" | "HEAD") => {
            Answer::text("405 Method Not Allowed", "This server answers GET and HEAD only.\n")
                .with("Allow", "GET, HEAD")
        }
        Some(request) => find(request, root),
    };
    answer.write(&mut stream, request.is_some_and(|request| request.method == "HEAD"))?;
    // Closing at once would take the answer away from a client that is still sending.
    stream.shutdown(Shutdown::Write)?;
    io::copy(&mut stream.take(LARGEST_HEAD as u64), &mut io::sink()).map(|_| ())
}

/// What of a request matters here.
struct Request {
    method: String,
    target: String,
    /// Whether the client unpacks gzip by itself.
    takes_gzip: bool,
    /// Tags of what the client has of the file, if it has anything.
    known: String,
}

impl Request {
    fn new(method: &str, target: &str, fields: &[httparse::Header]) -> Self {
        let value = |name: &str| {
            let field = fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            field.map(|field| String::from_utf8_lossy(field.value).into_owned()).unwrap_or_default()
        };
        let takes_gzip = value("Accept-Encoding").split([',', ';', ' ']).any(|word| word == "gzip");
        Self { method: method.to_owned(), target: target.to_owned(), takes_gzip, known: value("If-None-Match") }
    }
}

/// Reads the head of a request; nothing if it is none.
fn read_request(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let (mut head, mut chunk) = (Vec::new(), [0; 4096]);
    while head.len() < LARGEST_HEAD {
        let length = stream.read(&mut chunk)?;
        head.extend_from_slice(&chunk[..length]);
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut request = httparse::Request::new(&mut fields);
        match (request.parse(&head), request.method, request.path) {
            (Ok(status), Some(method), Some(target)) if status.is_complete() => {
                return Ok(Some(Request::new(method, target, request.headers)));
            }
            (Err(_), ..) => return Ok(None),
            _ if length == 0 => return Ok(None),
            _ => {}
        }
    }
    Ok(None)
}

/// What a request is answered with.
struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Box<dyn Read>,
    length: u64,
}

impl Answer {
    fn text(status: &'static str, text: &'static str) -> Self {
        Self { status, headers: Vec::new(), body: Box::new(text.as_bytes()), length: text.len() as u64 }
            .with("Content-Type", "text/plain; charset=utf-8")
    }

    fn not_found() -> Self {
        let mut answer = Self::text("404 Not Found", NOT_FOUND);
        answer.headers.clear();
        answer.with("Content-Type", "text/html; charset=utf-8").with("Content-Security-Policy", "default-src 'none'")
    }

    fn redirect(location: &str) -> Self {
        Self::text("301 Moved Permanently", "This is a directory.\n").with("Location", location)
    }

    fn file(file: File, length: u64, media_type: &'static str) -> Self {
        Self { status: "200 OK", headers: Vec::new(), body: Box::new(file.take(length)), length }
            .with("Content-Type", media_type)
    }

    /// A page under the policy that it tells itself, which as a header holds from the first byte.
    fn page(content: Vec<u8>) -> Self {
        let policy = policy_in(&String::from_utf8_lossy(&content)).map(str::to_owned);
        let length = content.len() as u64;
        let body = Box::new(io::Cursor::new(content));
        let answer = Self { status: "200 OK", headers: Vec::new(), body, length };
        let answer = answer.with("Content-Type", "text/html; charset=utf-8");
        policy.into_iter().fold(answer, |answer, policy| answer.with("Content-Security-Policy", &policy))
    }

    /// The client has it already.
    fn unchanged() -> Self {
        Self { status: "304 Not Modified", headers: Vec::new(), body: Box::new(io::empty()), length: 0 }
    }

    /// Packed as most hosts pack what shrinks, which halves a first visit.
    fn gzipped(self) -> io::Result<Self> {
        let mut packed = Vec::new();
        GzEncoder::new(self.body, Compression::best()).read_to_end(&mut packed)?;
        let length = packed.len() as u64;
        let answer = Self { body: Box::new(io::Cursor::new(packed)), length, ..self };
        Ok(answer.with("Content-Encoding", "gzip").with("Vary", "Accept-Encoding"))
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn write(mut self, stream: &mut TcpStream, head_only: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\nContent-Length: {}\r\n", self.status, self.length);
        for (name, value) in HEADERS.into_iter().chain(self.headers.iter().map(|(name, value)| (*name, value.as_str())))
        {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        if !head_only {
            io::copy(&mut self.body, stream)?;
        }
        Ok(())
    }
}

fn find(request: &Request, root: &Path) -> Answer {
    let address = request.target.split(['?', '#']).next().unwrap_or_default();
    let index_page = format!("{address}index.html");
    let Some(path) = inside(if address.ends_with('/') { &index_page } else { address }, root) else {
        return Answer::not_found();
    };
    match File::open(&path).and_then(|file| Ok((file.metadata()?, file))) {
        Ok((metadata, _)) if metadata.is_dir() => Answer::redirect(&format!("{address}/")),
        Ok((_, _)) if media_type(&path).starts_with("text/html") => match page_at(&path, root) {
            Ok(content) => {
                unless_known(request, &integrity::sha256(&content), request.takes_gzip, || Answer::page(content))
            }
            Err(_) => Answer::not_found(),
        },
        Ok((metadata, file)) if metadata.is_file() => {
            let kind = media_type(&path);
            let packs = request.takes_gzip && !matches!(kind, "application/gzip" | "image/png");
            unless_known(request, &version_of(&metadata), packs, || {
                let answer = Answer::file(file, metadata.len(), kind);
                if kind.starts_with("text/javascript") {
                    return answer.with("Content-Security-Policy", WORKER_POLICY);
                }
                answer
            })
        }
        _ => Answer::not_found(),
    }
}

/// A browser asks each time, and is sent only what it does not have.
fn unless_known(request: &Request, version: &str, packs: bool, whole: impl FnOnce() -> Answer) -> Answer {
    let tag = format!("\"{version}-{}\"", if packs { "packed" } else { "plain" });
    if request.known.contains(&tag) {
        return Answer::unchanged().with("ETag", &tag);
    }
    let answer = whole().with("ETag", &tag);
    if packs { answer.gzipped().unwrap_or_else(|_| Answer::not_found()) } else { answer }
}

/// Changes with the file.
fn version_of(metadata: &Metadata) -> String {
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("{:x}-{:x}", changed.as_nanos(), metadata.len())
}

/// What a page says. The checkout's own tells the hashes of its files as they are now, and not as they were when it was last stamped: a
/// change in www/ is seen without a command before.
fn page_at(path: &Path, root: &Path) -> io::Result<Vec<u8>> {
    if path == root.join(PAGE)
        && let Ok(page) = integrity::stamped(root)
    {
        return Ok(page.into_bytes());
    }
    fs::read(path)
}

/// The policy that a page tells of itself.
fn policy_in(page: &str) -> Option<&str> {
    let (_, policy) = page.split_once("<meta http-equiv=\"Content-Security-Policy\" content=\"")?;
    Some(policy.split_once('"')?.0)
}

/// The existing path below `root` that a URL's path means, or nothing if it is hidden or lies outside.
fn inside(address: &str, root: &Path) -> Option<PathBuf> {
    let mut path = root.to_path_buf();
    for segment in address.strip_prefix('/')?.split('/') {
        let name = percent_decode_str(segment).decode_utf8().ok()?;
        if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        path.push(name.as_ref());
    }
    // A link may lead out of the checkout, or to something hidden in it.
    let real = path.canonicalize().ok()?;
    let relative = real.strip_prefix(root).ok()?;
    let is_hidden = relative.iter().any(|part| part.to_string_lossy().starts_with('.'));
    (!is_hidden).then_some(real)
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" | "md" | "rs" | "ts" | "toml" | "csv" => "text/plain; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "wasm" => "application/wasm",
        // Without Content-Encoding: the page unpacks it, the browser must not.
        "gz" => "application/gzip",
        "png" => "image/png",
        "svg" => "image/svg+xml; charset=utf-8",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::net::SocketAddr;
    use tempfile::TempDir;

    /// A small site with something to hide, beside a file that is not in it.
    fn site() -> (TempDir, SocketAddr) {
        let outside = TempDir::new().unwrap();
        let root = outside.path().join("site");
        fs::write(outside.path().join("secret.txt"), "secret").unwrap();
        for directory in ["www", ".git", "data"] {
            fs::create_dir_all(root.join(directory)).unwrap();
        }
        fs::write(root.join("index.html"), "<p>start</p>").unwrap();
        fs::write(root.join("www/index.html"), "<p>below</p>").unwrap();
        fs::write(root.join("www/a b.js"), "export {}").unwrap();
        fs::write(root.join("data/images.gz"), vec![7; 100_000]).unwrap();
        fs::write(root.join(".git/config"), "secret").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outside.path(), root.join("way-out")).unwrap();
            std::os::unix::fs::symlink(root.join(".git"), root.join("way-in")).unwrap();
        }
        let site = Site::open(&root, 0).unwrap();
        let address = site.listener.local_addr().unwrap();
        thread::spawn(|| site.answer_all());
        (outside, address)
    }

    /// The head and the body of the answer.
    fn request(address: SocketAddr, method: &str, target: &str) -> (String, Vec<u8>) {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        exchange(address, head.as_bytes())
    }

    fn exchange(address: SocketAddr, request: &[u8]) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
    }

    fn status(head: &str) -> u16 {
        head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn header<'head>(head: &'head str, name: &str) -> Option<&'head str> {
        let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    #[test]
    fn every_answer_isolates_the_page_and_is_asked_for_again() {
        let (_files, address) = site();
        for (method, target) in [("GET", "/"), ("GET", "/none"), ("POST", "/"), ("GET", "/www"), ("HEAD", "/")] {
            let (head, _) = request(address, method, target);
            for (name, value) in HEADERS {
                assert_eq!(header(&head, name), Some(value), "{method} {target}: {name}");
            }
        }
    }

    #[test]
    fn pages_and_scripts_come_with_a_policy() {
        let (files, address) = site();
        let policy =
            |target: &str| header(&request(address, "GET", target).0, "Content-Security-Policy").map(str::to_owned);
        assert_eq!(policy("/"), None, "the page tells none");
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; img-src *\"><p>";
        fs::write(files.path().join("site/index.html"), page).unwrap();
        assert_eq!(policy("/").as_deref(), Some("default-src 'self'; img-src *"));
        assert_eq!(policy("/none").as_deref(), Some("default-src 'none'"));
        assert_eq!(policy("/www/a%20b.js").as_deref(), Some(WORKER_POLICY));
        assert_eq!(policy("/data/images.gz"), None);
    }

    #[test]
    fn the_page_is_stamped_as_it_is_served() {
        let (files, address) = site();
        let root = files.path().join("site");
        fs::write(root.join("index.html"), "<script type=\"module\" src=\"www/main.js\"></script>\n").unwrap();
        fs::write(root.join("www/main.js"), "").unwrap();
        let (head, body) = request(address, "GET", "/");
        let tag = header(&head, "ETag").unwrap().to_owned();
        assert!(String::from_utf8(body).unwrap().contains(&integrity::sha256(b"")));
        fs::write(root.join("www/main.js"), "changed").unwrap();
        let again = format!("GET / HTTP/1.1\r\nif-none-match: {tag}\r\n\r\n");
        let (head, body) = exchange(address, again.as_bytes());
        assert_eq!(status(&head), 200);
        assert!(String::from_utf8(body).unwrap().contains(&integrity::sha256(b"changed")));
    }

    #[test]
    fn a_directory_is_its_index_page() {
        let (_files, address) = site();
        assert_eq!(request(address, "GET", "/?seed=1").1, b"<p>start</p>");
        assert_eq!(request(address, "GET", "/www/").1, b"<p>below</p>");
        let (head, _) = request(address, "GET", "/www");
        assert_eq!((status(&head), header(&head, "Location")), (301, Some("/www/")));
        assert_eq!(status(&request(address, "GET", "/data/").0), 404);
        assert_eq!(status(&request(address, "GET", "/index.html/").0), 404);
    }

    #[test]
    fn files_come_whole_with_their_type() {
        let (_files, address) = site();
        let (head, body) = request(address, "GET", "/www/a%20b.js");
        assert_eq!((status(&head), header(&head, "Content-Type")), (200, Some("text/javascript; charset=utf-8")));
        assert_eq!(body, b"export {}");
        let (head, body) = request(address, "GET", "/data/images.gz");
        assert_eq!(header(&head, "Content-Type"), Some("application/gzip"));
        assert_eq!((header(&head, "Content-Encoding"), header(&head, "Content-Length")), (None, Some("100000")));
        assert_eq!(body, vec![7; 100_000]);
    }

    #[test]
    fn what_shrinks_is_packed_for_clients_that_unpack() {
        let (_files, address) = site();
        let ask = |target: &str, accepted: &str| {
            let head = format!("GET {target} HTTP/1.1\r\naccept-encoding: {accepted}\r\n\r\n");
            exchange(address, head.as_bytes())
        };
        let (head, body) = ask("/", "gzip, deflate, br");
        assert_eq!((header(&head, "Content-Encoding"), header(&head, "Vary")), (Some("gzip"), Some("Accept-Encoding")));
        assert_eq!(header(&head, "Content-Length"), Some(body.len().to_string().as_str()));
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&body[..]).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, "<p>start</p>");
        assert_eq!(header(&ask("/", "br").0, "Content-Encoding"), None);
        assert_eq!(ask("/data/images.gz", "gzip").1, vec![7; 100_000], "the page unpacks these itself");
    }

    #[test]
    fn what_a_client_has_is_sent_again_only_when_it_has_changed() {
        let (files, address) = site();
        let ask = |known: &str| {
            let head = format!("GET / HTTP/1.1\r\naccept-encoding: gzip\r\nif-none-match: {known}\r\n\r\n");
            exchange(address, head.as_bytes())
        };
        let (head, _) = ask("");
        let tag = header(&head, "ETag").unwrap().to_owned();
        let (head, body) = ask(&tag);
        assert_eq!((status(&head), body.len()), (304, 0));
        let plain = format!("GET / HTTP/1.1\r\nif-none-match: {tag}\r\n\r\n");
        assert_eq!(status(&exchange(address, plain.as_bytes()).0), 200, "packed and unpacked are not the same");
        fs::write(files.path().join("site/index.html"), "<p>another start</p>").unwrap();
        assert_eq!(status(&ask(&tag).0), 200);
    }

    #[test]
    fn types_are_those_browsers_insist_on() {
        let of = |name: &str| media_type(Path::new(name));
        assert_eq!(of("a.wasm"), "application/wasm");
        assert_eq!(of("a.mjs"), "text/javascript; charset=utf-8");
        assert_eq!(of("a.css"), "text/css; charset=utf-8");
        assert_eq!(of("a.html"), "text/html; charset=utf-8");
        assert_eq!(of("a.json"), "application/json; charset=utf-8");
        assert_eq!(of("a.svg"), "image/svg+xml; charset=utf-8");
        assert_eq!(of("a.png"), "image/png");
        assert_eq!(of("LICENSE"), "application/octet-stream");
    }

    #[test]
    fn head_has_the_length_and_no_body() {
        let (_files, address) = site();
        let (head, body) = request(address, "HEAD", "/index.html");
        assert_eq!((status(&head), header(&head, "Content-Length"), body.len()), (200, Some("12"), 0));
    }

    #[test]
    fn other_methods_are_refused() {
        let (_files, address) = site();
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let (head, _) = request(address, method, "/");
            assert_eq!((status(&head), header(&head, "Allow")), (405, Some("GET, HEAD")), "{method}");
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let (_files, address) = site();
        assert_eq!(status(&request(address, "\u{1}", "/").0), 400);
        assert_eq!(status(&request(address, "GET", &format!("/{}", "a".repeat(LARGEST_HEAD))).0), 400);
    }

    #[test]
    fn nothing_hidden_or_outside_is_reachable() {
        let (_files, address) = site();
        let attempts = [
            "/../secret.txt",
            "/www/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/www/..%5c..%5csecret.txt",
            "/way-out/secret.txt",
            "/way-in/config",
            "/.git/config",
            "/%2egit/config",
            "//secret.txt",
            "/www//index.html",
            "/%00",
            "/%ff",
            "/etc/passwd",
            "//etc/passwd",
            "/c:/secret.txt",
            "http://127.0.0.1/index.html",
        ];
        for target in attempts {
            let (head, body) = request(address, "GET", target);
            assert_eq!(status(&head), 404, "{target}");
            assert_eq!(body, NOT_FOUND.as_bytes(), "{target}");
        }
    }

    #[test]
    fn a_slow_client_does_not_keep_others_waiting() {
        let (_files, address) = site();
        let slow: Vec<_> = (0..64).map(|_| TcpStream::connect(address).unwrap()).collect();
        for mut stream in slow.iter().skip(32) {
            write!(stream, "GET / HTTP/1.1\r\n").unwrap();
        }
        assert_eq!(status(&request(address, "GET", "/").0), 200);
    }

    #[test]
    fn a_port_in_use_is_one_sentence_that_names_the_option() {
        let (_files, address) = site();
        let error = Site::open(Path::new("."), address.port()).err().unwrap().to_string();
        assert!(
            error.contains(&address.port().to_string()) && error.contains("--port") && !error.contains('\n'),
            "{error}"
        );
    }

    #[test]
    fn only_this_machine_is_served() {
        let (_files, address) = site();
        assert!(address.ip().is_loopback());
    }
}
