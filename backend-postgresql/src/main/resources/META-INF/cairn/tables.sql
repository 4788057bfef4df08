-- The tables of one location of Cairn, format 1, for an administrator whose roles may not make them.
-- For another schema than cairn, change its name in the first two statements and in the GRANTs.
BEGIN;
CREATE SCHEMA IF NOT EXISTS cairn;
SET LOCAL search_path = cairn;

-- tables
CREATE TABLE cairn_location (
  one smallint PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  format smallint NOT NULL,
  lineage uuid NOT NULL,
  era bigint NOT NULL,
  server text NOT NULL);
CREATE TABLE cairn_era (
  era bigint PRIMARY KEY,
  first_offset bigint NOT NULL,
  server text NOT NULL,
  began timestamptz NOT NULL);
CREATE UNIQUE INDEX cairn_era_log ON cairn_era (first_offset, era);
CREATE TABLE cairn_opening (
  generation bigint PRIMARY KEY,
  holder text NOT NULL,
  pid int NOT NULL,
  fenced boolean NOT NULL DEFAULT false,
  opened timestamptz NOT NULL);
CREATE TABLE cairn_stream (
  id bigint PRIMARY KEY,
  store text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  name bytea NOT NULL,
  epoch bigint NOT NULL,
  last bigint NOT NULL,
  deleted bigint NOT NULL,
  purged bigint NOT NULL,
  snapshots bigint[] NOT NULL,
  UNIQUE (store, type, name)) WITH (fillfactor = 70);
CREATE SEQUENCE cairn_stream_id INCREMENT BY 1024;
CREATE TABLE cairn_event (
  stream bigint NOT NULL,
  seq bigint NOT NULL,
  list bigint NOT NULL,
  ord int NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (stream, seq)) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE UNIQUE INDEX cairn_event_log ON cairn_event (list, ord);
CREATE TABLE cairn_list (
  list bigint PRIMARY KEY,
  era bigint NOT NULL,
  first_offset bigint,
  events int NOT NULL,
  refused int[],
  written timestamptz NOT NULL);
CREATE UNIQUE INDEX cairn_list_log ON cairn_list (first_offset) WHERE events > 0;
CREATE SEQUENCE cairn_list_id INCREMENT BY 1024;
CREATE TABLE cairn_snapshot (
  stream bigint NOT NULL,
  seq bigint NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (stream, seq)) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
CREATE TABLE cairn_reclaimed (
  store text COLLATE "C" PRIMARY KEY,
  deleted_offset bigint NOT NULL);
CREATE TABLE cairn_hold (
  store text COLLATE "C" NOT NULL,
  reader bytea NOT NULL,
  read_through bigint,
  PRIMARY KEY (store, reader));
INSERT INTO cairn_location VALUES (1, 1, gen_random_uuid(), 0, '');
-- end of the tables

COMMIT;

-- What the role that runs Cairn needs; put its name in place of app:
-- GRANT USAGE ON SCHEMA cairn TO app;
-- GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA cairn TO app;
-- GRANT USAGE ON ALL SEQUENCES IN SCHEMA cairn TO app;
