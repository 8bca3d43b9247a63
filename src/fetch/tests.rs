//! Requests against a server on this machine.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::client::Limits;
use super::*;

#[path = "../../tests/server/mod.rs"]
pub(crate) mod server;

use server::{Server, answer};

static GO_ON: AtomicBool = AtomicBool::new(false);

fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(20),
        answer: Duration::from_secs(20),
        whole: Duration::from_secs(20),
        size: 1 << 20,
        redirects: 3,
    }
}

fn get_as(client: &mut Client<'_>, url: &str, found: Found) -> Result<Document, String> {
    let address = Address::parse(url).map_err(|refusal| refusal.to_string())?;
    match client.get(&address, found, None) {
        Ok(Answer::Document(document)) => Ok(document),
        Ok(Answer::Unchanged) => Err("unchanged".to_owned()),
        Err(refusal) => Err(refusal.to_string()),
    }
}

fn get(url: &str) -> Result<Document, String> {
    let mut client = Client::with_limits(true, &GO_ON, limits());
    get_as(&mut client, url, Found::ByPerson)
}

fn said(url: &str) -> String {
    get(url).unwrap_err()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_page_comes_with_what_its_server_says_of_it() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/a?b=c" => answer(
            200,
            &[
                "Content-Type: text/html; Charset=\"Windows-1252\"",
                "ETag: \"1\"",
                "Content-Encoding: gzip",
            ],
            gzip(b"<p>caf\xe9</p>"),
        ),
        _ => answer(404, &[], ""),
    });
    let page = get(&server.url("/a?b=c#d")).unwrap();
    assert_eq!(page.bytes, b"<p>caf\xe9</p>");
    assert_eq!(page.charset.as_deref(), Some("Windows-1252"));
    assert_eq!(page.validators.etag.as_deref(), Some("\"1\""));
    assert_eq!(page.validators.answered, server.url("/a?b=c"));
    assert!(!page.outside);
    let asked = &server.asked()[0];
    let agent = asked.field("user-agent").unwrap();
    assert!(
        agent.starts_with(concat!("onrecord/", env!("CARGO_PKG_VERSION"))),
        "{agent}"
    );
    assert_eq!(asked.field("accept-encoding"), Some("gzip"));
    assert_eq!(asked.field("if-none-match"), None);
}

#[test]
fn what_is_known_is_asked_for_only_if_it_has_changed() {
    let server = Server::new(
        |asked| match (asked.path.as_str(), asked.field("if-none-match")) {
            ("/old", _) => answer(302, &["Location: /new"], ""),
            ("/new", Some("\"1\"")) => answer(304, &[], ""),
            _ => answer(
                200,
                &["ETag: \"1\"", "Last-Modified: Mon, 1 Mar 2021 10:00:00 GMT"],
                "x",
            ),
        },
    );
    let mut client = Client::with_limits(true, &GO_ON, limits());
    let address = Address::parse(&server.url("/old")).unwrap();
    let Ok(Answer::Document(first)) = client.get(&address, Found::ByPerson, None) else {
        panic!("no document");
    };
    let again = client.get(&address, Found::ByPerson, Some(&first.validators));
    assert!(matches!(again, Ok(Answer::Unchanged)));
    let asked = server.asked();
    // Only the address that gave the marks is asked with them.
    assert_eq!(asked[2].path, "/old");
    assert_eq!(asked[2].field("if-none-match"), None);
    assert_eq!(
        asked[3].field("if-modified-since"),
        Some("Mon, 1 Mar 2021 10:00:00 GMT")
    );
}

#[test]
fn redirects_are_followed_so_far() {
    let server = Server::new(|asked| {
        let to = match asked.path.as_str() {
            "/1" => "2",
            "/2" => "/3",
            "/circle" => "/circle2",
            "/circle2" => "/circle",
            "/file" => "file:///etc/passwd",
            "/cloud" => "http://169.254.169.254/latest/meta-data/",
            "/mapped" => "http://[::ffff:169.254.169.254]/",
            "/nowhere" => "",
            "/3" => return answer(200, &[], "there"),
            path => &format!("{path}x"),
        };
        answer(301, &[&format!("Location: {to}")], "")
    });
    let page = get(&server.url("/1")).unwrap();
    assert_eq!(page.bytes, b"there");
    assert_eq!(page.validators.answered, server.url("/3"));
    for (path, want) in [
        ("/circle", "/circle2, which is redirected in a circle"),
        ("/x", "/xxxx, which is redirected more than 3 times"),
        (
            "/file",
            "is redirected to file:///etc/passwd, which is an address of the kind \"file\"",
        ),
        (
            "/cloud",
            "meta-data/, which leads to 169.254.169.254, where no article can be",
        ),
        ("/mapped", "where no article can be"),
        ("/nowhere", "is redirected to nowhere (status 301)"),
    ] {
        let said = said(&server.url(path));
        assert!(
            said.starts_with(&server.url(path)) && said.contains(want),
            "{said}"
        );
    }
}

#[test]
fn a_redirect_may_have_letters_of_any_script() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/old" => answer(301, &["Location: /café"], ""),
        "/caf%C3%A9" => answer(200, &[], "there"),
        _ => answer(404, &[], ""),
    });
    assert_eq!(get(&server.url("/old")).unwrap().bytes, b"there");
}

#[test]
fn a_host_that_asked_to_wait_is_left_alone_by_redirects_and_robots_too() {
    let server = Server::new(|asked| {
        let host = asked.field("host").unwrap();
        let port = host.rsplit(':').next().unwrap();
        match asked.path.as_str() {
            "/busy" => answer(429, &["Retry-After: 60"], ""),
            "/to" => answer(
                302,
                &[&format!("Location: http://localhost:{port}/page")],
                "",
            ),
            _ => answer(200, &[], ""),
        }
    });
    let other = |path: &str| server.url(path).replace("127.0.0.1", "localhost");
    let mut client = Client::with_limits(true, &GO_ON, limits());
    let busy = get_as(&mut client, &other("/busy"), Found::ByPerson).unwrap_err();
    assert!(busy.contains("asks to wait"), "{busy}");
    server.asked();
    let found = Found::InFeed { outside: false };
    for (url, found) in [
        (server.url("/to"), Found::ByPerson),
        (other("/page"), found),
    ] {
        let said = get_as(&mut client, &url, found).unwrap_err();
        assert!(said.contains("because its host asked to wait"), "{said}");
    }
    assert_eq!(server.paths(), ["/to"]);
}

#[test]
fn the_own_network_is_opened_only_where_that_is_meant() {
    let server = Server::new(|_| answer(200, &[], "secret"));
    let port = server.url("");
    let port = port.rsplit(':').next().unwrap();
    let mut client = Client::with_limits(false, &GO_ON, limits());
    for host in [
        "127.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
    ] {
        let url = format!("http://{host}:{port}/");
        let said = get_as(&mut client, &url, Found::ByPerson).unwrap_err();
        assert!(said.contains("in your own machine or network"), "{said}");
        assert!(said.contains("--allow-local"), "{said}");
    }
    // What a site outside points to is held to be outside, also where local addresses may be named.
    let mut client = Client::with_limits(true, &GO_ON, limits());
    let found = Found::InFeed { outside: true };
    let said = get_as(&mut client, &server.url("/"), found).unwrap_err();
    assert!(
        said.contains("in your own network from a site outside"),
        "{said}"
    );
    assert!(server.asked().is_empty());
    let found = Found::InList { outside: false };
    assert_eq!(
        get_as(&mut client, &server.url("/"), found).unwrap().bytes,
        b"secret"
    );
}

#[test]
fn too_much_is_refused() {
    let bomb = gzip(&vec![0; 64 << 20]);
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/large" => answer(200, &[], vec![b'a'; (1 << 20) + 1]),
        "/bomb" => answer(200, &["Content-Encoding: gzip"], &bomb),
        "/br" => answer(200, &["Content-Encoding: br"], "x"),
        "/cut" => answer(200, &["Content-Encoding: gzip"], &gzip(&[7; 5000])[..20]),
        "/short" => b"HTTP/1.1 200 -\r\nContent-Length: 99\r\n\r\nabc".to_vec(),
        _ => b"hello\r\n\r\n".to_vec(),
    });
    for (path, want) in [
        ("/large", "is larger than 1 MB; download it"),
        ("/bomb", "is larger than 1 MB; download it"),
        ("/br", "is sent in a form that is not read (br)"),
        ("/cut", "broke off"),
        ("/short", "broke off"),
        ("/odd", "gives an answer that is not understood"),
    ] {
        let said = said(&server.url(path));
        assert!(
            said.starts_with(&server.url(path)) && said.contains(want),
            "{said}"
        );
    }
}

#[test]
fn who_answers_too_late_is_not_waited_for() {
    let server = Server::new(|_| {
        std::thread::sleep(Duration::from_secs(3));
        answer(200, &[], "late")
    });
    let short = Duration::from_secs(1);
    for limits in [
        Limits {
            whole: short,
            ..limits()
        },
        Limits {
            answer: short,
            ..limits()
        },
    ] {
        let mut client = Client::with_limits(true, &GO_ON, limits);
        let said = get_as(&mut client, &server.url("/"), Found::ByPerson).unwrap_err();
        assert!(
            said.ends_with("/ was not received within 1 seconds; try again later"),
            "{said}"
        );
    }
}

#[test]
fn what_a_server_says_instead_of_a_page_is_told() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/busy" => answer(503, &["Retry-After: 3600"], ""),
        path => answer(path[1..].parse().unwrap(), &[], "no"),
    });
    for (path, want) in [
        ("/404", "is not there (status 404); check the address"),
        ("/410", "is not there (status 410)"),
        (
            "/403",
            "is not given to everybody (status 403); open it in a browser",
        ),
        ("/500", "answers with status 500"),
        ("/304", "answers with status 304"),
        ("/429", "asks to wait (status 429); try again later"),
    ] {
        let said = said(&server.url(path));
        assert!(said.contains(want), "{said}");
    }
    let mut client = Client::with_limits(true, &GO_ON, limits());
    let mut ask = |path: &str| get_as(&mut client, &server.url(path), Found::ByPerson).unwrap_err();
    assert!(ask("/busy").contains("try again in 60 minutes"));
    server.asked();
    // The host is left alone then.
    let said = ask("/404");
    assert!(
        said.contains("because its host asked to wait; try again in 60 minutes"),
        "{said}"
    );
    assert!(server.asked().is_empty());
}

#[test]
fn a_site_says_where_programs_may_go() {
    let rules = "User-agent: *\nDisallow: /private\n";
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, &[], rules),
        _ => answer(200, &[], "page"),
    });
    let mut client = Client::with_limits(true, &GO_ON, limits());
    let found = Found::InFeed { outside: false };
    assert!(get_as(&mut client, &server.url("/a"), found).is_ok());
    let said = get_as(&mut client, &server.url("/private/b"), found).unwrap_err();
    assert!(
        said.contains("closed to programs by the robots.txt"),
        "{said}"
    );
    // What a person names is the person's own visit.
    assert!(get_as(&mut client, &server.url("/private/b"), Found::ByPerson).is_ok());
    assert_eq!(server.paths(), ["/robots.txt", "/a", "/private/b"]);
    for (status, open) in [(404, true), (403, true), (500, false), (503, false)] {
        let server = Server::new(move |asked| match asked.path.as_str() {
            "/robots.txt" => answer(status, &[], ""),
            _ => answer(200, &[], "page"),
        });
        let got = get_as(&mut client, &server.url("/a"), found);
        assert_eq!(got.is_ok(), open, "{status}: {got:?}");
    }
}

#[test]
fn who_cannot_be_reached_is_told() {
    // A port that was free a moment ago.
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let refused = said(&format!("http://{closed}/"));
    assert!(
        refused.contains("could not be reached (the connection is refused)"),
        "{refused}"
    );
    let unknown = said("http://nobody.invalid/");
    assert!(
        unknown.contains("names a host that cannot be found"),
        "{unknown}"
    );
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = plain.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 no TLS here\r\n\r\n");
        let _ = stream.read(&mut [0; 512]);
    });
    let plain = said(&format!("https://{at}/"));
    assert!(plain.contains("no secure connection"), "{plain}");
}
