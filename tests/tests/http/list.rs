//! Pages of lists: limit, cursor, offset, count and sort.

use serde_json::{Value, json};

use crate::harness::{Api, on_every_database};

/// Books titled by the letters, ranked by their place from 0; `-` has no rank.
async fn shelf(api: &Api, titles: &str) {
    for (rank, title) in titles.chars().enumerate() {
        let rank = if title == '-' { Value::Null } else { json!(rank) };
        api.book(json!({"title": title.to_string(), "rank": rank})).await;
    }
}

/// The titles of all pages from this one on, following `next` by its link.
async fn walk(api: &Api, path: &str) -> (usize, String) {
    let (mut pages, mut titles, mut path) = (0, String::new(), path.to_owned());
    loop {
        let answer = api.get(&path).await.is(200);
        let list = answer.json();
        for book in list["items"].as_array().expect("items") {
            titles.push_str(book["title"].as_str().expect("a title"));
        }
        pages += 1;
        let link = answer.header("link");
        let links: Vec<_> = link.split(", ").filter(|link| !link.is_empty()).collect();
        let sides: Vec<_> =
            ["next", "prev"].into_iter().filter(|side| list[*side].is_string()).collect();
        assert_eq!(links.len(), sides.len());
        for (side, link) in sides.into_iter().zip(&links) {
            let (target, relation) = link.split_once('>').expect("a link");
            assert_eq!(relation, format!("; rel=\"{side}\""));
            let cursor = list[side].as_str().expect("a cursor");
            assert!(target.contains(&format!("cursor={cursor}")));
        }
        if list["next"].is_null() {
            return (pages, titles);
        }
        let (target, _) = links[0].split_once('>').expect("a link");
        target.trim_start_matches('<').clone_into(&mut path);
    }
}

#[tokio::test]
async fn an_empty_list_is_a_list() {
    on_every_database(async |api| {
        let answer = api.get("/books").await.is(200);
        assert_eq!(answer.json(), json!({"items": [], "prev": null, "next": null}));
        assert_eq!(answer.header("link"), "");
        assert_eq!(answer.header("x-total-count"), "");
    })
    .await;
}

#[tokio::test]
async fn limits_bound_the_page() {
    on_every_database(async |api| {
        shelf(&api, "abcdefghijkl").await;
        assert_eq!(api.titles("").await.len(), 5, "the default");
        assert_eq!(api.titles("limit=1").await.len(), 1);
        assert_eq!(api.titles("limit=10").await.len(), 10);
        assert_eq!(api.titles("limit=11").await.len(), 10, "the most, whatever is asked");
        assert_eq!(api.titles("limit=99999999999999999999").await.len(), 10);
        for limit in ["0", "-1", "", "x", "1.5", "0x1", "%2B1"] {
            let errors = api.get(&format!("/books?limit={limit}")).await.errors(400, "parameters");
            assert_eq!(errors, ["limit value"], "{limit}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_overlap() {
    on_every_database(async |api| {
        shelf(&api, "hbe-adg-fc-").await;
        for (path, expected) in [
            ("/books?limit=2", "hbe-adg-fc-"),
            ("/books?limit=3&sort=title", "---abcdefgh"),
            ("/books?limit=3&sort=-title", "hgfedcba---"),
            ("/books?limit=4&sort=rank", "hbeadgfc---"),
            ("/books?limit=2&sort=-rank", "---cfgdaebh"),
            ("/books?limit=2&sort=-rank,-id", "---cfgdaebh"),
            ("/books?limit=1&sort=state,-title&title[ne]=-", "hgfedcba"),
            ("/books?limit=3&sort=-id", "-cf-gda-ebh"),
            ("/books?limit=11", "hbe-adg-fc-"),
        ] {
            let (_, titles) = walk(&api, path).await;
            assert_eq!(titles, expected, "{path}");
        }
        assert_eq!(walk(&api, "/books?limit=10").await.0, 2);
        assert_eq!(walk(&api, "/books?limit=10&offset=1").await.0, 1, "no empty last page");
    })
    .await;
}

/// The titles of the page at this cursor.
async fn page_at(api: &Api, query: &str, cursor: &Value) -> (String, Value) {
    let cursor = cursor.as_str().expect("a page");
    let page = api.get(&format!("/books?{query}&cursor={cursor}")).await.is(200).json();
    let titles = page["items"].as_array().expect("items").iter();
    (titles.map(|book| book["title"].as_str().expect("a title")).collect(), page)
}

#[tokio::test]
async fn pages_lead_back_the_way_they_came() {
    on_every_database(async |api| {
        shelf(&api, "hbe-adg-fc-").await;
        for (sort, expected) in [
            ("id", "hbe-adg-fc-"),
            ("title", "---abcdefgh"),
            ("-title", "hgfedcba---"),
            ("rank", "hbeadgfc---"),
            ("-rank", "---cfgdaebh"),
            ("-rank,title", "---cfgdaebh"),
            ("state,-title", "hgfedcba---"),
        ] {
            for limit in [1, 2, 3, 4, 7] {
                let query = format!("sort={sort}&limit={limit}");
                let mut page = api.get(&format!("/books?{query}")).await.is(200).json();
                assert_eq!(page["prev"], Value::Null, "nothing is in front of the first");
                while page["next"].is_string() {
                    page = page_at(&api, &query, &page["next"]).await.1;
                }
                let mut titles: String = page["items"]
                    .as_array()
                    .expect("items")
                    .iter()
                    .map(|book| book["title"].as_str().expect("a title"))
                    .collect();
                while page["prev"].is_string() {
                    let (text, previous) = page_at(&api, &query, &page["prev"]).await;
                    titles.insert_str(0, &text);
                    let (again, _) = page_at(&api, &query, &previous["next"]).await;
                    assert!(titles[text.len()..].starts_with(&again), "{query}");
                    page = previous;
                }
                assert_eq!(titles, expected, "{query}");
            }
        }
        // Behind an offset there is something in front, too.
        let page = api.get("/books?sort=title&limit=2&offset=5").await.is(200).json();
        assert_eq!(page_at(&api, "sort=title&limit=9", &page["prev"]).await.0, "---ab");
    })
    .await;
}

#[tokio::test]
async fn an_empty_page_leads_back_too() {
    on_every_database(async |api| {
        shelf(&api, "abcd").await;
        let first = api.get("/books?limit=2&sort=title").await.is(200).json();
        for key in [3, 4] {
            api.delete(&format!("/books/{key}")).await.is(204);
        }
        let (titles, second) = page_at(&api, "limit=2&sort=title", &first["next"]).await;
        assert_eq!((titles.as_str(), &second["next"]), ("", &Value::Null));
        let (titles, first) = page_at(&api, "limit=2&sort=title", &second["prev"]).await;
        assert_eq!((titles.as_str(), &first["prev"]), ("ab", &Value::Null));
    })
    .await;
}

#[tokio::test]
async fn records_that_come_or_go_do_not_shift_pages() {
    on_every_database(async |api| {
        shelf(&api, "abcd").await;
        let first = api.get("/books?limit=2&sort=title").await.is(200).json();
        api.delete("/books/1").await.is(204);
        api.delete("/books/2").await.is(204);
        api.book(json!({"title": "aa"})).await;
        let cursor = first["next"].as_str().expect("a next page");
        assert_eq!(api.titles(&format!("limit=2&sort=title&cursor={cursor}")).await, ["c", "d"]);
    })
    .await;
}

#[tokio::test]
async fn cursors_are_good_for_their_own_list_only() {
    on_every_database(async |api| {
        shelf(&api, "abcdef").await;
        let list = api.get("/books?limit=2&sort=title&rank[gte]=0").await.is(200).json();
        let cursor = list["next"].as_str().expect("a next page");
        let same = format!("limit=1&count=exact&rank%5Bgte%5D=0&sort=title&cursor={cursor}");
        assert_eq!(api.titles(&same).await, ["c"]);
        let mut tampered = cursor.to_owned();
        tampered.replace_range(..1, if cursor.starts_with('A') { "B" } else { "A" });
        for query in [
            format!("sort=-title&rank[gte]=0&cursor={cursor}"),
            format!("sort=title&cursor={cursor}"),
            format!("sort=title&rank[gte]=1&cursor={cursor}"),
            format!("cursor={cursor}"),
            format!("sort=title&rank[gte]=0&cursor={tampered}"),
            "cursor=".to_owned(),
            "cursor=x".to_owned(),
            "cursor=eyJhIjoxfQ".to_owned(),
        ] {
            let errors = api.get(&format!("/books?{query}")).await.errors(400, "parameters");
            assert_eq!(errors, ["cursor cursor"], "{query}");
        }
        let errors = api.get(&format!("/authors?cursor={cursor}")).await.errors(400, "parameters");
        assert_eq!(errors, ["cursor cursor"]);
    })
    .await;
}

#[tokio::test]
async fn values_too_long_for_an_address_do_not_end_the_walk() {
    on_every_database(async |api| {
        let mut names = Vec::new();
        for letter in ["b", "a", "d", "c", "e"] {
            let text = letter.repeat(20_000);
            api.created("/samples", &json!({"text": text})).await;
            names.push(letter);
        }
        names.sort_unstable();
        let (mut path, mut seen) = ("/samples?sort=text&limit=2".to_owned(), Vec::new());
        loop {
            let answer = api.get(&path).await.is(200);
            let list = answer.json();
            for item in list["items"].as_array().expect("items") {
                seen.push(item["text"].as_str().expect("a text")[..1].to_owned());
            }
            if list["next"].is_null() {
                break;
            }
            let (target, _) = answer.header("link").split_once('>').expect("a link");
            target.trim_start_matches('<').clone_into(&mut path);
        }
        assert_eq!(seen, names);
    })
    .await;
}

#[tokio::test]
async fn large_records_end_a_page_before_its_limit() {
    on_every_database(async |api| {
        let line = "x".repeat(1_000_000);
        for _ in 0..12 {
            api.post("/logs", &json!({ "line": line })).await.is(201);
        }
        let (mut path, mut pages, mut ids) = ("/logs?limit=1000".to_owned(), 0, Vec::new());
        loop {
            let page = api.get(&path).await.is(200).json();
            pages += 1;
            let items = page["items"].as_array().expect("an array").clone();
            ids.extend(items.iter().filter_map(|item| item["id"].as_i64()));
            let Some(cursor) = page["next"].as_str() else { break };
            path = format!("/logs?limit=1000&cursor={cursor}");
        }
        assert_eq!((pages, ids), (2, (1..=12).collect()));
    })
    .await;
}

#[tokio::test]
async fn links_keep_all_other_parameters() {
    on_every_database(async |api| {
        shelf(&api, "abcd").await;
        let path = "/books?count=exact&limit=1&title%5Bnin%5D=x%5C%2Cy,z&sort=-title";
        let answer = api.get(path).await.is(200);
        assert!(answer.header("link").starts_with(&format!("<{path}&cursor=")));
        // What is no URI when it comes is one when it goes.
        let answer = api.get("/books?limit=1&title[ne]=é").await.is(200);
        let next = "</books?limit=1&title[ne]=%C3%A9&cursor=";
        assert!(answer.header("link").starts_with(next), "{}", answer.header("link"));
    })
    .await;
}

#[tokio::test]
async fn offsets_pass_records_over_once() {
    on_every_database(async |api| {
        shelf(&api, "abcdef").await;
        assert_eq!(api.titles("sort=title&offset=4").await, ["e", "f"]);
        assert_eq!(api.titles("offset=99999999999999999999").await, [""; 0]);
        assert_eq!(walk(&api, "/books?limit=2&offset=1").await.1, "bcdef");
        for offset in ["-1", "", "x", "1.5"] {
            let path = format!("/books?offset={offset}");
            assert_eq!(api.get(&path).await.errors(400, "parameters"), ["offset value"]);
        }
    })
    .await;
}

#[tokio::test]
async fn counting_happens_only_when_asked() {
    on_every_database(async |api| {
        shelf(&api, "abcdefg").await;
        let answer = api.get("/books?count=exact&limit=2&rank[lt]=5").await.is(200);
        assert_eq!(answer.header("x-total-count"), "5");
        assert_eq!(answer.json()["total"], 5);
        assert!(api.get("/books?limit=2").await.is(200).json().get("total").is_none());
        assert_eq!(api.get("/books?count=yes").await.errors(400, "parameters"), ["count value"]);
    })
    .await;
}

#[tokio::test]
async fn text_sorts_by_code_point() {
    on_every_database(async |api| {
        for title in ["b", "B", "a", "é", "z", "a ", "A", "𝄞", "\u{FFFD}", "Z"] {
            api.book(json!({"title": title})).await;
        }
        let sorted = ["A", "B", "Z", "a", "a ", "b", "z", "é", "\u{FFFD}", "𝄞"];
        assert_eq!(api.titles("sort=title&limit=10").await, sorted);
    })
    .await;
}

#[tokio::test]
async fn only_sortable_members_sort() {
    on_every_database(async |api| {
        for sort in ["secret", "internal", "notes", "x", "", "title,", "+title", "title desc"] {
            let sort = sort.replace('+', "%2B").replace(' ', "%20");
            let errors = api.get(&format!("/books?sort={sort}")).await.errors(400, "parameters");
            assert_eq!(errors, ["sort value"], "{sort}");
        }
        let problem = api.get("/books?sort=secret").await.problem(400, "parameters");
        assert!(problem["errors"][0]["detail"].as_str().expect("a text").contains("title"));
    })
    .await;
}

#[tokio::test]
async fn decimals_and_dates_sort_as_what_they_are() {
    on_every_database(async |api| {
        for (title, price, day) in
            [("a", "9.00", "2024-01-02"), ("b", "10.00", "1999-12-31"), ("c", "0.50", "2024-01-01")]
        {
            api.book(json!({"title": title, "price": price, "published_on": day})).await;
        }
        assert_eq!(api.titles("sort=price").await, ["c", "a", "b"]);
        assert_eq!(api.titles("sort=-published_on").await, ["a", "c", "b"]);
        for number in [2, -10, 1] {
            api.created("/samples", &json!({"large": number, "float": f64::from(number) / 4.0}))
                .await;
        }
        let sorted = api.get("/samples?sort=large").await.is(200).json();
        assert_eq!(sorted["items"][0]["large"], -10);
        let sorted = api.get("/samples?sort=-float&limit=1").await.is(200).json();
        assert_eq!(sorted["items"][0]["float"], 0.5);
    })
    .await;
}
