/** One typed set of calls per record collection, so that lists, pages and dialogs can be written once. */
import { type Answer, answer, client, data } from "./client";
import type { AnyRecord, Collection, ListQuery, Page, RecordOf } from "./types";

type Values = Record<string, unknown>;

export interface CollectionApi<T> {
  list(query: ListQuery): Promise<Page<T>>;
  get(id: string): Promise<T>;
  create(values: Values): Promise<Answer<T>>;
  update(id: string, values: Values): Promise<Answer<T>>;
  /** One change set for all of them, so that one undo brings all back. */
  removeMany(ids: string[]): Promise<Answer<unknown>>;
  updateMany(ids: string[], changes: Values): Promise<Answer<unknown>>;
}

const at = (id: string) => ({ params: { path: { id } } });

/** Forms are validated by their own schema and by the server; the wire type is asserted at this one seam. */
const body = (values: Values) => ({ body: values as never });

export const collections: { [C in Collection]: CollectionApi<RecordOf[C]> } = {
  companies: {
    list: (query) => data(client.GET("/api/companies/", { params: { query } })),
    get: (id) => data(client.GET("/api/companies/{id}/", at(id))),
    create: (values) => answer(client.POST("/api/companies/", body(values))),
    update: (id, values) => answer(client.PATCH("/api/companies/{id}/", { ...at(id), ...body(values) })),
    removeMany: (ids) => answer(client.POST("/api/companies/bulk_delete/", { body: { ids } })),
    updateMany: (ids, changes) => answer(client.POST("/api/companies/bulk_update/", body({ ids, changes }))),
  },
  contacts: {
    list: (query) => data(client.GET("/api/contacts/", { params: { query } })),
    get: (id) => data(client.GET("/api/contacts/{id}/", at(id))),
    create: (values) => answer(client.POST("/api/contacts/", body(values))),
    update: (id, values) => answer(client.PATCH("/api/contacts/{id}/", { ...at(id), ...body(values) })),
    removeMany: (ids) => answer(client.POST("/api/contacts/bulk_delete/", { body: { ids } })),
    updateMany: (ids, changes) => answer(client.POST("/api/contacts/bulk_update/", body({ ids, changes }))),
  },
  leads: {
    list: (query) => data(client.GET("/api/leads/", { params: { query } })),
    get: (id) => data(client.GET("/api/leads/{id}/", at(id))),
    create: (values) => answer(client.POST("/api/leads/", body(values))),
    update: (id, values) => answer(client.PATCH("/api/leads/{id}/", { ...at(id), ...body(values) })),
    removeMany: (ids) => answer(client.POST("/api/leads/bulk_delete/", { body: { ids } })),
    updateMany: (ids, changes) => answer(client.POST("/api/leads/bulk_update/", body({ ids, changes }))),
  },
  opportunities: {
    list: (query) => data(client.GET("/api/opportunities/", { params: { query } })),
    get: (id) => data(client.GET("/api/opportunities/{id}/", at(id))),
    create: (values) => answer(client.POST("/api/opportunities/", body(values))),
    update: (id, values) => answer(client.PATCH("/api/opportunities/{id}/", { ...at(id), ...body(values) })),
    removeMany: (ids) => answer(client.POST("/api/opportunities/bulk_delete/", { body: { ids } })),
    updateMany: (ids, changes) =>
      answer(client.POST("/api/opportunities/bulk_update/", body({ ids, changes }))),
  },
  tasks: {
    list: (query) => data(client.GET("/api/tasks/", { params: { query } })),
    get: (id) => data(client.GET("/api/tasks/{id}/", at(id))),
    create: (values) => answer(client.POST("/api/tasks/", body(values))),
    update: (id, values) => answer(client.PATCH("/api/tasks/{id}/", { ...at(id), ...body(values) })),
    removeMany: (ids) => answer(client.POST("/api/tasks/bulk_delete/", { body: { ids } })),
    updateMany: (ids, changes) => answer(client.POST("/api/tasks/bulk_update/", body({ ids, changes }))),
  },
};

/** The calls of a collection that is only known at run time. */
export function callsOf(collection: Collection): CollectionApi<AnyRecord> {
  return collections[collection];
}
