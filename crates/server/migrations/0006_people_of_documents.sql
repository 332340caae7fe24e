-- Whether one member is named on a document is asked for each document of a page: SQLite took the index of all that the
-- member is named on, and read those each time.
DROP INDEX document_people_document;
CREATE INDEX document_people_document ON document_people (workspace, document, member);
