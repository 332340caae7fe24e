//! A request with a key is known from the moment its change is.

use mycrm_store::{Id, RequestKey, Store};

use crate::rows::{temporary, user};

fn key() -> Option<RequestKey> {
    Some(RequestKey { key: "key".to_owned(), fingerprint: "POST /".to_owned() })
}

async fn kept(store: &Store) -> Option<(String, i64, String)> {
    sqlx::query_as("SELECT request, status, change_set_id FROM idempotency_keys WHERE key = 'key'")
        .fetch_optional(store.readers())
        .await
        .unwrap()
}

#[tokio::test]
async fn the_key_is_there_exactly_when_the_change_is() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("dropped").for_request(key())).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
    drop(tx);
    assert_eq!(kept(&store).await, None);
    let tx = store.begin(user("nothing").for_request(key())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(kept(&store).await, None, "what changed nothing may be asked for again");

    let mut tx = store.begin(user("change").for_request(key())).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
    let change_set = tx.commit().await.unwrap();
    assert_eq!(kept(&store).await, Some(("POST /".to_owned(), 0, change_set.to_string())));
}
