//! What an export of a workspace holds.

use mycrm_sync::client::Request;
use mycrm_sync::push::Item;
use mycrm_sync::{Action, Millis, Role};
use reqwest::Method;
use serde_json::{Value, json};

use crate::people::{Person, get, person, post, send};
use crate::world::device::Device;
use crate::world::{World, on_each_database};

on_each_database! {
    it_holds_what_actions_are_called;
    it_holds_invitations_without_what_lets_somebody_in;
}

/// The lines of an export, and its text.
async fn export(world: &World, by: &Person) -> (Vec<Value>, String) {
    let answer = get(world, &by.within("/export"), by.token()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let lines: Vec<Value> =
        answer.text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let end = lines.last().expect("lines");
    assert_eq!((&end["type"], &end["lines"]), (&json!("end"), &json!(lines.len())), "it is whole");
    (lines, answer.text)
}

fn of<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["type"] == kind).collect()
}

async fn it_holds_what_actions_are_called(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let other = person(world, "carl@example.org", "Tal", Role::Owner).await;
    let mut laptop = Device::new(&anna.signed_in());
    laptop.sync(&world.base()).await;
    // More than are read at once.
    for n in 0..150 {
        laptop.contact(&format!("contact {n}"));
    }
    let Some(Request::Push(mut push)) = laptop.session.next(&laptop.replica) else { panic!("they wait") };
    let ops = push.items.iter().filter_map(|item| match item {
        Item::Op(op) => Some(op.change_set_id),
        Item::Void | Item::Bad { .. } => None,
    });
    let named = ops.enumerate().map(|(n, id)| Action {
        id,
        label: format!("Add contact {n}"),
        actor: "user".to_owned(),
        started_at: Millis(7),
        undoes: None,
    });
    push.actions = named.collect();
    let expected: Vec<String> = push.actions.iter().map(|action| action.id.0.to_string()).collect();
    let (status, _) = laptop.ask(&world.base(), &Request::Push(push)).await.expect("an answer");
    assert_eq!(status, 200);

    let (lines, _) = export(world, &anna).await;
    let actions = of(&lines, "action");
    let mut labels: Vec<&str> = actions.iter().filter_map(|line| line["action"]["label"].as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), 150, "each once");
    assert_eq!(actions.len(), 150);
    assert!(actions.iter().all(|line| expected.contains(&line["id"].as_str().unwrap().to_owned())));
    assert_eq!(actions[0]["action"]["actor"], "user");
    // They name what the ops belong to.
    let op = of(&lines, "op")[0];
    assert!(expected.iter().any(|id| op.to_string().contains(id)), "{op}");
    let (theirs, _) = export(world, &other).await;
    assert!(of(&theirs, "action").is_empty());
}

async fn it_holds_invitations_without_what_lets_somebody_in(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let mut links = Vec::new();
    for (email, role) in [("bert@example.org", "member"), ("cora@example.org", "viewer")] {
        let body = json!({"email": email, "role": role});
        let invited = post(world, &anna.within("/invites"), anna.token(), body).await;
        assert_eq!(invited.status, 201, "{}", invited.text);
        links.push(invited.body);
    }
    let path = anna.within(&format!("/invites/{}", links[1]["id"].as_str().unwrap()));
    assert_eq!(send(world, Method::DELETE, &path, anna.token(), None).await.status, 204);

    let (lines, text) = export(world, &anna).await;
    let invitations = of(&lines, "invitation");
    assert_eq!(invitations.len(), 2, "{text}");
    let open = invitations.iter().find(|line| line["email"] == "bert@example.org").expect("Bert's");
    assert_eq!((&open["id"], &open["role"]), (&links[0]["id"], &json!("member")));
    assert_eq!((&open["invited_by"], &open["expires_at"]), (&json!(anna.id()), &links[0]["expires_at"]));
    assert!(open["closed_at"].is_null() && open["created_at"].is_i64());
    let closed = invitations.iter().find(|line| line["email"] == "cora@example.org").expect("Cora's");
    assert!(closed["closed_at"].is_i64());
    for line in invitations {
        let mut keys: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        let known = ["closed_at", "created_at", "email", "expires_at", "id", "invited_by", "role", "type"];
        assert_eq!(keys, known, "no token, nor its hash");
    }
    for link in &links {
        let token = link["link"].as_str().unwrap().rsplit('/').next().unwrap();
        assert!(!text.contains(token));
    }
}
