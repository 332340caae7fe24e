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
        use crate::labels::{Label, Verb};
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
            let query = asked.query(&store).await?;
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
            let label = Label { name: draft.called(), ..Label::new(Verb::Created).record($record) };
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
            let label = Label::new(Verb::Deleted).record($record).named(name_of(&read(&store, &id).await?));
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
            let label = Label::new(Verb::Changed).record($record).named(name_of(&read(store, id).await?));
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

/// Declares the operations of a collection on many records at once: each is one action, so one undo takes it back.
///
/// Follows [`collection!`] in the same module.
macro_rules! bulk {
    (
        $record:tt, $draft:ident, $creation:ident, $change:ident,
        $create_path:tt $update_path:tt $delete_path:tt, $create:ident $update:ident $delete:ident
    ) => {
        #[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
        pub(crate) struct $creation {
            /// At most 1,000.
            items: Vec<$draft>,
        }

        #[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
        pub(crate) struct $change {
            /// At most 10,000.
            #[schema(value_type = Vec<String>)]
            ids: Vec<Id>,
            changes: $draft,
        }

        pub(crate) fn bulk_routes() -> utoipa_axum::router::OpenApiRouter<crate::app::Parts> {
            utoipa_axum::router::OpenApiRouter::new()
                .routes(utoipa_axum::routes!($create))
                .routes(utoipa_axum::routes!($update))
                .routes(utoipa_axum::routes!($delete))
        }

        // One line each below: rustfmt moves the second line of such an attribute in a macro further at each run.

        /// Creates all of them, or none when one is refused.
        #[utoipa::path(post, path = $create_path, tag = $record, request_body = $creation, responses((status = 201, body = crate::records::bulk::Created)))]
        pub(crate) async fn $create(
            State(store): State<Store>,
            caller: Caller,
            Body(creation): Body<$creation>,
        ) -> Result<Saved<crate::records::bulk::Created>> {
            use crate::records::bulk;

            bulk::check_number("items", creation.items.len(), bulk::MOST_CREATED)?;
            let surroundings = Surroundings::of(&store).await?;
            let label = Label::new(Verb::Created).record($record).count(creation.items.len());
            let mut tx = store.begin(caller.ctx(label)).await?;
            let mut ids = Vec::new();
            for (at, draft) in creation.items.into_iter().enumerate() {
                tx.make_room(bulk::ROOM).await?;
                let draft = draft.resolve(&surroundings, None).map_err(|error| bulk::in_item(error, at))?;
                let id = records::create(&mut tx, draft).await;
                ids.push(id.map_err(|error| bulk::in_item(error.into(), at))?.to_string());
            }
            Ok(Saved::created(tx.commit().await?, bulk::Created { ids }))
        }

        /// Changes the fields that are given in all of them; records that are gone are passed over.
        #[utoipa::path(post, path = $update_path, tag = $record, request_body = $change, responses((status = 200, body = crate::records::bulk::Count)))]
        pub(crate) async fn $update(
            State(store): State<Store>,
            caller: Caller,
            Body(change): Body<$change>,
        ) -> Result<Saved<crate::records::bulk::Count>> {
            use crate::records::bulk;

            bulk::check_number("ids", change.ids.len(), bulk::MOST)?;
            let surroundings = Surroundings::of(&store).await?;
            let label = Label::new(Verb::Changed).record($record).count(change.ids.len());
            let mut tx = store.begin(caller.ctx(label)).await?;
            let mut count = 0;
            for id in &change.ids {
                let Some(old) = records::get(tx.conn(), id).await? else { continue };
                tx.make_room(bulk::ROOM).await?;
                let draft = change.changes.clone().resolve(&surroundings, Some(&old))?;
                let before = tx.last_op().await?;
                records::update(&mut tx, id, draft).await?;
                // What was as wished already is not counted, and alone leaves no trace in the history.
                count += u64::from(tx.last_op().await? > before);
            }
            if count == 0 {
                return Ok(Saved::unchanged(bulk::Count { count }));
            }
            Ok(Saved::ok(tx.commit().await?, bulk::Count { count }))
        }

        /// Deletes all of them; records that are gone already are passed over.
        #[utoipa::path(post, path = $delete_path, tag = $record, request_body = crate::records::bulk::Ids, responses((status = 200, body = crate::records::bulk::Count)))]
        pub(crate) async fn $delete(
            State(store): State<Store>,
            caller: Caller,
            Body(crate::records::bulk::Ids { ids }): Body<crate::records::bulk::Ids>,
        ) -> Result<Saved<crate::records::bulk::Count>> {
            use crate::records::bulk;

            bulk::check_number("ids", ids.len(), bulk::MOST)?;
            let label = Label::new(Verb::Deleted).record($record).count(ids.len());
            let mut tx = store.begin(caller.ctx(label)).await?;
            let mut count = 0;
            for id in &ids {
                tx.make_room(bulk::ROOM).await?;
                match records::delete(&mut tx, id).await {
                    Ok(()) => count += 1,
                    Err(mycrm_crm::Error::NotFound { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            if count == 0 {
                return Ok(Saved::unchanged(bulk::Count { count }));
            }
            Ok(Saved::ok(tx.commit().await?, bulk::Count { count }))
        }
    };
}
