//! The OpenAPI document, made from the handlers.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Ref, ResponseBuilder, SecurityRequirement,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::error::{ErrorBody, ErrorChoice, ErrorDetails};
use crate::router;

/// The whole document.
pub fn document() -> OpenApi {
    let mut document = router::routes().into_openapi();
    let components = document.components.get_or_insert_default();
    components.schemas.insert(ErrorBody::name().into_owned(), ErrorBody::schema());
    components.schemas.insert(ErrorChoice::name().into_owned(), ErrorChoice::schema());
    components.schemas.insert(ErrorDetails::name().into_owned(), ErrorDetails::schema());
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.security_schemes.insert("token".to_owned(), SecurityScheme::Http(bearer).into());
    document.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        let refusal = ResponseBuilder::new()
            .description("Refused: `code` says why to a program, `message` to a person")
            .content(
                "application/json",
                ContentBuilder::new().schema(Some(Ref::from_schema_name(ErrorBody::name()))).build(),
            )
            .build();
        operation.responses.responses.insert("default".to_owned(), refusal.into());
    }
    document
}

/// The frame that the routes are collected in.
pub(crate) fn frame() -> OpenApi {
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("MyCRM")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Everything MyCRM can do. Ids are UUIDs, instants ISO 8601 in UTC, amounts decimal strings with a \
                     currency. Lists: `search`, `ordering`, `page_size`, `cursor`, `filter` and the fields themselves as \
                     parameters. Bodies: JSON, form-encoded or multipart. A trailing slash is optional. Changes answer \
                     with `X-Change-Set`, which `POST /api/core/undo/` takes; with an `Idempotency-Key` they are made once.",
                ))
                .build(),
        )
        .build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().filter_map(Option::as_mut)
}
