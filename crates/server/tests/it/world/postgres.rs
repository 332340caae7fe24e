//! A PostgreSQL that this process of tests starts for itself, with a database for each test.

use std::sync::OnceLock;

use mycrm_tests::Postgres;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

/// The URL of a new, empty database; `None` where PostgreSQL is not installed.
pub(crate) async fn new_database() -> Option<String> {
    static CLUSTER: OnceLock<Option<Postgres>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(Postgres::start).as_ref()?;
    Some(database_of(cluster).await)
}

/// The URL of a new, empty database of a PostgreSQL of one's own.
pub(crate) async fn database_of(cluster: &Postgres) -> String {
    let name = format!("test_{}", Uuid::new_v4().simple());
    execute(&cluster.url(), format!("CREATE DATABASE {name}")).await;
    cluster.url_of(&name)
}

/// The URL of a copy of a database that nobody uses.
pub(crate) async fn copy(url: &str) -> String {
    let (_, rest) = url.split_once("localhost/").expect("our URL");
    let (name, _) = rest.split_once('?').expect("our URL");
    let copy = format!("test_{}", Uuid::new_v4().simple());
    execute(&url.replace(name, "postgres"), format!("CREATE DATABASE {copy} TEMPLATE {name}")).await;
    url.replace(name, &copy)
}

async fn execute(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.expect("PostgreSQL answers");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("it is carried out");
    connection.close().await.expect("the connection ends");
}
