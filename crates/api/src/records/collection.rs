//! The six operations of a collection, declared alike for each of them.

/// Declares list, create, get, replace, update and delete of a collection of `mycrm_crm`, and its `routes`.
///
/// The module gives `$dto: From<$row>` and `$draft` with `resolve(self, &Surroundings, Option<&$row>)`, which makes the
/// records' draft of it, and `called(&self)`, the name it will go by. `$name` says what the history calls a row.
macro_rules! collection {
    (
        $module:ident, $record:tt, $name:expr, $dto:ident, $draft:ident,
        $collection_path:tt, $record_path:tt, filters { $($filter:tt)* },
        $list:ident $create:ident $get:ident $replace:ident $update:ident $delete:ident
    ) => {
        use axum::extract::State;
        use mycrm_crm::$module as records;
        use mycrm_store::{Id, Store};

        use crate::body::Body;
        use crate::caller::Caller;
        use crate::error::{ApiError, Result};
        use crate::id::PathId;
        use crate::records::listing::{Asked, ListParams, Page};
        use crate::records::surroundings::Surroundings;
        use crate::saved::Saved;

        pub(crate) fn routes() -> utoipa_axum::router::OpenApiRouter<crate::app::Parts> {
            utoipa_axum::router::OpenApiRouter::new()
                .routes(utoipa_axum::routes!($list, $create))
                .routes(utoipa_axum::routes!($get, $replace, $update, $delete))
        }

        #[utoipa::path(get, path = $collection_path, tag = $record,
            params(ListParams, $(($filter = Option<String>, Query),)*), responses((status = 200, body = Page<$dto>)))]
        pub(crate) async fn $list(State(store): State<Store>, asked: Asked) -> Result<axum::Json<Page<$dto>>> {
            let query = asked.query(crate::settings::base_currency(&store).await?)?;
            let mut connection = store.readers().acquire().await?;
            Ok(axum::Json(asked.page(records::list(&mut connection, &query).await?)))
        }

        #[utoipa::path(post, path = $collection_path, tag = $record, request_body = $draft,
            responses((status = 201, body = $dto)))]
        pub(crate) async fn $create(
            State(store): State<Store>,
            caller: Caller,
            Body(draft): Body<$draft>,
        ) -> Result<Saved<$dto>> {
            let label = match draft.called() {
                Some(name) => format!(concat!("New ", $record, " “{}”"), name),
                None => concat!("New ", $record).to_owned(),
            };
            let draft = draft.resolve(&Surroundings::of(&store).await?, None)?;
            let mut tx = store.begin(caller.ctx(label)).await?;
            let id = records::create(&mut tx, draft).await?;
            let row = records::get(tx.conn(), &id).await?.ok_or_else(|| missing(&id))?;
            Ok(Saved::created(tx.commit().await?, row.into()))
        }

        #[utoipa::path(get, path = $record_path, tag = $record, params(("id" = String, Path)),
            responses((status = 200, body = $dto)))]
        pub(crate) async fn $get(State(store): State<Store>, PathId(id): PathId) -> Result<axum::Json<$dto>> {
            read(&store, &id).await.map(|row| axum::Json(row.into()))
        }

        /// Replaces the record: what is not given becomes empty where it may be.
        #[utoipa::path(put, path = $record_path, tag = $record, params(("id" = String, Path)), request_body = $draft,
            responses((status = 200, body = $dto)))]
        pub(crate) async fn $replace(
            State(store): State<Store>,
            caller: Caller,
            PathId(id): PathId,
            Body(draft): Body<$draft>,
        ) -> Result<Saved<$dto>> {
            change(&store, &caller, &id, draft, records_draft_replacing).await
        }

        /// Changes the fields that are given.
        #[utoipa::path(patch, path = $record_path, tag = $record, params(("id" = String, Path)), request_body = $draft,
            responses((status = 200, body = $dto)))]
        pub(crate) async fn $update(
            State(store): State<Store>,
            caller: Caller,
            PathId(id): PathId,
            Body(draft): Body<$draft>,
        ) -> Result<Saved<$dto>> {
            change(&store, &caller, &id, draft, |draft| draft).await
        }

        #[utoipa::path(delete, path = $record_path, tag = $record, params(("id" = String, Path)),
            responses((status = 204)))]
        pub(crate) async fn $delete(
            State(store): State<Store>,
            caller: Caller,
            PathId(id): PathId,
        ) -> Result<Saved<()>> {
            let label = format!(concat!("Deleted ", $record, " “{}”"), name_of(&read(&store, &id).await?));
            let mut tx = store.begin(caller.ctx(label)).await?;
            records::delete(&mut tx, &id).await?;
            Ok(Saved::gone(tx.commit().await?))
        }

        type RecordsDraft = records::$draft;

        fn records_draft_replacing(draft: RecordsDraft) -> RecordsDraft {
            draft.replacing()
        }

        async fn change(
            store: &Store,
            caller: &Caller,
            id: &Id,
            draft: $draft,
            whole: fn(RecordsDraft) -> RecordsDraft,
        ) -> Result<Saved<$dto>> {
            let label = format!(concat!("Changed ", $record, " “{}”"), name_of(&read(store, id).await?));
            let surroundings = Surroundings::of(store).await?;
            let mut tx = store.begin(caller.ctx(label)).await?;
            let old = records::get(tx.conn(), id).await?.ok_or_else(|| missing(id))?;
            let draft = whole(draft.resolve(&surroundings, Some(&old))?);
            records::update(&mut tx, id, draft).await?;
            finish(tx, old, id).await
        }

        /// Commits what was changed; what leaves the record as it was leaves no trace in the history either.
        async fn finish(mut tx: mycrm_store::Tx<'_>, old: records::$dto, id: &Id) -> Result<Saved<$dto>> {
            let row = records::get(tx.conn(), id).await?.ok_or_else(|| missing(id))?;
            if row == old {
                return Ok(Saved::unchanged(row.into()));
            }
            Ok(Saved::ok(tx.commit().await?, row.into()))
        }

        fn name_of(row: &records::$dto) -> String {
            let name: fn(&records::$dto) -> String = $name;
            name(row)
        }

        async fn read(store: &Store, id: &Id) -> Result<records::$dto> {
            let mut connection = store.readers().acquire().await?;
            records::get(&mut connection, id).await?.ok_or_else(|| missing(id))
        }

        fn missing(id: &Id) -> ApiError {
            ApiError::NotFound(format!(
                concat!("There is no ", $record, " with the id {}; it may have been deleted."), id
            ))
        }
    };
}
