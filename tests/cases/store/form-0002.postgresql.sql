-- A store of the second form on PostgreSQL, as its own code made it of the small plans of the tests: one in two versions,
-- another, a correction, a question with a name.
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.acting (
    key bigint NOT NULL,
    "position" integer NOT NULL,
    actor_no bigint NOT NULL,
    role character varying(40)
);
CREATE TABLE public.actor (
    no bigint NOT NULL,
    name text NOT NULL,
    folded text NOT NULL,
    agency text
);
CREATE SEQUENCE public.actor_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.actor_no_seq OWNED BY public.actor.no;
CREATE TABLE public.assignment (
    actors json NOT NULL,
    role character varying(40) NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    clause_key bigint,
    alone boolean NOT NULL,
    quote text NOT NULL,
    rule text NOT NULL,
    confidence double precision NOT NULL,
    key bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    path text,
    page integer,
    text text NOT NULL,
    evidence json NOT NULL,
    words text NOT NULL
);
CREATE TABLE public.milestone (
    kind character varying(40) NOT NULL,
    start date,
    "end" date,
    granularity character varying(40),
    relation character varying(40),
    recurrence character varying(40),
    action text,
    actor text,
    id text NOT NULL COLLATE pg_catalog."C",
    clause_key bigint,
    alone boolean NOT NULL,
    quote text NOT NULL,
    rule text NOT NULL,
    confidence double precision NOT NULL,
    key bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    path text,
    page integer,
    text text NOT NULL,
    evidence json NOT NULL,
    words text NOT NULL
);
CREATE TABLE public.plan (
    no bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    identity text,
    latest integer NOT NULL,
    document_type text,
    number integer,
    symbol text,
    place text,
    issued date,
    year integer,
    issuer_body text,
    issuer_unit text,
    issuer_level character varying(40),
    issuer_parent text,
    unit_code text,
    classification text,
    urgency text,
    subject text,
    movement text,
    period_start date,
    period_end date,
    on_behalf text,
    capacity text,
    "position" text,
    signer text,
    corrected json NOT NULL,
    confidence double precision,
    words text NOT NULL,
    folded_symbol text NOT NULL,
    folded_unit text NOT NULL,
    folded_movement text NOT NULL,
    folded text NOT NULL
);
CREATE VIEW public.actors AS
 SELECT acting.key,
    plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    acting."position",
    actor.name AS actor,
    actor.agency
   FROM (((public.acting
     JOIN public.actor ON ((actor.no = acting.actor_no)))
     JOIN ( SELECT assignment.key,
            assignment.plan_no
           FROM public.assignment
        UNION ALL
         SELECT milestone.key,
            milestone.plan_no
           FROM public.milestone) part ON ((part.key = acting.key)))
     JOIN public.plan ON ((plan.no = part.plan_no)));
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE VIEW public.assignments AS
 SELECT plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    assignment.key,
    assignment.clause_key,
    assignment.id,
    assignment.path,
    assignment.page,
    assignment.text,
    assignment.quote,
    assignment.rule,
    assignment.confidence,
    assignment.role
   FROM (public.assignment
     JOIN public.plan ON ((plan.no = assignment.plan_no)));
CREATE TABLE public.award (
    form text NOT NULL,
    authority text,
    audience character varying(40) NOT NULL,
    round character varying(40),
    folded_form text NOT NULL,
    folded_authority text NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    clause_key bigint,
    alone boolean NOT NULL,
    quote text NOT NULL,
    rule text NOT NULL,
    confidence double precision NOT NULL,
    key bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    path text,
    page integer,
    text text NOT NULL,
    evidence json NOT NULL,
    words text NOT NULL
);
CREATE VIEW public.awards AS
 SELECT plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    award.key,
    award.clause_key,
    award.id,
    award.path,
    award.page,
    award.text,
    award.quote,
    award.rule,
    award.confidence,
    award.form,
    award.authority,
    award.audience,
    award.round
   FROM (public.award
     JOIN public.plan ON ((plan.no = award.plan_no)));
CREATE TABLE public.band (
    band bigint NOT NULL,
    rendition_no bigint NOT NULL
);
CREATE TABLE public.change (
    no bigint NOT NULL,
    plan_no bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    what text NOT NULL
);
CREATE TABLE public.reference (
    type text NOT NULL,
    symbol text,
    issued date,
    issuer text,
    name text,
    role character varying(40) NOT NULL,
    folded_symbol text NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    clause_key bigint,
    alone boolean NOT NULL,
    quote text NOT NULL,
    rule text NOT NULL,
    confidence double precision NOT NULL,
    key bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    path text,
    page integer,
    text text NOT NULL,
    evidence json NOT NULL,
    words text NOT NULL
);
CREATE VIEW public.cited_documents AS
 SELECT plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    reference.key,
    reference.clause_key,
    reference.id,
    reference.path,
    reference.page,
    reference.text,
    reference.quote,
    reference.rule,
    reference.confidence,
    reference.type,
    reference.symbol,
    reference.issued,
    reference.issuer,
    reference.name,
    reference.role
   FROM (public.reference
     JOIN public.plan ON ((plan.no = reference.plan_no)));
CREATE TABLE public.clause (
    label text,
    heading text,
    topics json NOT NULL,
    key bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    path text,
    page integer,
    text text NOT NULL,
    evidence json NOT NULL,
    words text NOT NULL
);
CREATE VIEW public.clauses AS
 SELECT clause.key,
    plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    clause.ordinal,
    clause.path,
    clause.page,
    clause.label,
    clause.heading,
    clause.text
   FROM (public.clause
     JOIN public.plan ON ((plan.no = clause.plan_no)));
CREATE TABLE public.correction (
    no bigint NOT NULL,
    plan_no bigint NOT NULL,
    field text NOT NULL,
    value text,
    by text NOT NULL,
    why text NOT NULL,
    at timestamp without time zone NOT NULL,
    revoked_at timestamp without time zone,
    revoked_by text,
    revoked_why text
);
CREATE SEQUENCE public.correction_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.correction_no_seq OWNED BY public.correction.no;
CREATE VIEW public.corrections AS
 SELECT plan.id AS plan_id,
    correction.field,
    correction.value,
    correction.by,
    correction.why,
    correction.at,
    correction.revoked_at,
    correction.revoked_by,
    correction.revoked_why
   FROM (public.correction
     JOIN public.plan ON ((plan.no = correction.plan_no)));
CREATE TABLE public.criterion (
    audience character varying(40) NOT NULL,
    levels json NOT NULL,
    rounds json NOT NULL,
    group_path text,
    quantities json NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    clause_key bigint,
    alone boolean NOT NULL,
    quote text NOT NULL,
    rule text NOT NULL,
    confidence double precision NOT NULL,
    key bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    path text,
    page integer,
    text text NOT NULL,
    evidence json NOT NULL,
    words text NOT NULL
);
CREATE VIEW public.criteria AS
 SELECT plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    criterion.key,
    criterion.clause_key,
    criterion.id,
    criterion.path,
    criterion.page,
    criterion.text,
    criterion.quote,
    criterion.rule,
    criterion.confidence,
    criterion.audience,
    criterion.group_path
   FROM (public.criterion
     JOIN public.plan ON ((plan.no = criterion.plan_no)));
CREATE TABLE public.label (
    name text NOT NULL,
    value text NOT NULL,
    key bigint NOT NULL
);
CREATE VIEW public.labels AS
 SELECT label.key,
    label.name,
    label.value
   FROM public.label;
CREATE TABLE public.link (
    plan_no bigint NOT NULL,
    other_no bigint NOT NULL,
    kind text NOT NULL,
    share double precision NOT NULL,
    at timestamp without time zone NOT NULL
);
CREATE TABLE public.meaning (
    meaning text NOT NULL,
    actor_no bigint NOT NULL
);
CREATE VIEW public.milestones AS
 SELECT plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    milestone.key,
    milestone.clause_key,
    milestone.id,
    milestone.path,
    milestone.page,
    milestone.text,
    milestone.quote,
    milestone.rule,
    milestone.confidence,
    milestone.kind,
    milestone.start,
    milestone."end",
    milestone.granularity,
    milestone.relation,
    milestone.recurrence,
    milestone.action,
    milestone.actor
   FROM (public.milestone
     JOIN public.plan ON ((plan.no = milestone.plan_no)));
CREATE SEQUENCE public.plan_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.plan_no_seq OWNED BY public.plan.no;
CREATE TABLE public.rendition (
    no bigint NOT NULL,
    version_no bigint NOT NULL,
    sha256 text NOT NULL,
    media_type text NOT NULL,
    source text NOT NULL,
    stored_at timestamp without time zone NOT NULL,
    "leading" boolean NOT NULL,
    quality json NOT NULL,
    why text NOT NULL,
    share double precision,
    content bytea NOT NULL
);
CREATE TABLE public.version (
    no bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    stored_at timestamp without time zone NOT NULL,
    read_at timestamp without time zone NOT NULL,
    reading_rules text NOT NULL,
    extraction_rules text NOT NULL,
    counts json NOT NULL,
    problems integer NOT NULL,
    text text NOT NULL,
    json bytea NOT NULL
);
CREATE VIEW public.plans AS
 SELECT plan.id,
    plan.document_type,
    plan.number,
    plan.symbol,
    plan.place,
    plan.issued,
    plan.year,
    plan.issuer_body,
    plan.issuer_unit,
    plan.issuer_level,
    plan.issuer_parent,
    plan.unit_code,
    plan.classification,
    plan.urgency,
    plan.subject,
    plan.movement,
    plan.period_start,
    plan.period_end,
    plan.on_behalf,
    plan.capacity,
    plan."position",
    plan.signer,
    plan.confidence,
    plan.latest AS version,
    rendition.source,
    rendition.media_type,
    rendition.sha256,
    version.problems,
    version.text
   FROM ((public.plan
     JOIN public.version ON (((version.plan_no = plan.no) AND (version.ordinal = plan.latest))))
     JOIN public.rendition ON (((rendition.version_no = version.no) AND rendition."leading")));
CREATE TABLE public.quantity (
    comparator character varying(40) NOT NULL,
    value double precision NOT NULL,
    unit text NOT NULL,
    of text,
    id text NOT NULL COLLATE pg_catalog."C",
    clause_key bigint,
    alone boolean NOT NULL,
    quote text NOT NULL,
    rule text NOT NULL,
    confidence double precision NOT NULL,
    key bigint NOT NULL,
    plan_no bigint NOT NULL,
    ordinal integer NOT NULL,
    path text,
    page integer,
    text text NOT NULL,
    evidence json NOT NULL,
    words text NOT NULL
);
CREATE VIEW public.quantities AS
 SELECT plan.id AS plan_id,
    plan.symbol AS plan_symbol,
    plan.issuer_unit AS plan_unit,
    plan.issuer_level AS plan_level,
    plan.unit_code AS plan_unit_code,
    plan.issued AS plan_issued,
    plan.year AS plan_year,
    quantity.key,
    quantity.clause_key,
    quantity.id,
    quantity.path,
    quantity.page,
    quantity.text,
    quantity.quote,
    quantity.rule,
    quantity.confidence,
    quantity.comparator,
    quantity.value,
    quantity.unit,
    quantity.of
   FROM (public.quantity
     JOIN public.plan ON ((plan.no = quantity.plan_no)));
CREATE SEQUENCE public.rendition_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.rendition_no_seq OWNED BY public.rendition.no;
CREATE VIEW public.renditions AS
 SELECT plan.id AS plan_id,
    version.ordinal AS version,
    rendition.sha256,
    rendition.media_type,
    rendition.source,
    rendition.stored_at,
    rendition."leading",
    rendition.why,
    rendition.share
   FROM ((public.rendition
     JOIN public.version ON ((version.no = rendition.version_no)))
     JOIN public.plan ON ((plan.no = version.plan_no)));
CREATE TABLE public.saved (
    name text NOT NULL COLLATE pg_catalog."C",
    question json NOT NULL,
    saved_at timestamp without time zone NOT NULL
);
CREATE TABLE public.store (
    id text NOT NULL,
    made_at timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.version_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.version_no_seq OWNED BY public.version.no;
CREATE VIEW public.versions AS
 SELECT plan.id AS plan_id,
    version.ordinal AS version,
    version.stored_at,
    version.read_at,
    version.reading_rules,
    version.extraction_rules,
    version.problems,
    version.text
   FROM (public.version
     JOIN public.plan ON ((plan.no = version.plan_no)));
ALTER TABLE ONLY public.actor ALTER COLUMN no SET DEFAULT nextval('public.actor_no_seq'::regclass);
ALTER TABLE ONLY public.correction ALTER COLUMN no SET DEFAULT nextval('public.correction_no_seq'::regclass);
ALTER TABLE ONLY public.plan ALTER COLUMN no SET DEFAULT nextval('public.plan_no_seq'::regclass);
ALTER TABLE ONLY public.rendition ALTER COLUMN no SET DEFAULT nextval('public.rendition_no_seq'::regclass);
ALTER TABLE ONLY public.version ALTER COLUMN no SET DEFAULT nextval('public.version_no_seq'::regclass);
INSERT INTO public.acting VALUES (24117249, 1, 1, 'lead');
INSERT INTO public.acting VALUES (24117250, 1, 2, 'coordinate');
INSERT INTO public.acting VALUES (24117250, 2, 3, 'coordinate');
INSERT INTO public.acting VALUES (20971522, 1, 1, NULL);
INSERT INTO public.acting VALUES (40894465, 1, 1, 'lead');
INSERT INTO public.acting VALUES (40894466, 1, 2, 'coordinate');
INSERT INTO public.acting VALUES (40894466, 2, 3, 'coordinate');
INSERT INTO public.acting VALUES (37748738, 1, 1, NULL);
INSERT INTO public.actor VALUES (1, 'Sở Nội vụ', ' so noi vu ', 'so-noi-vu');
INSERT INTO public.actor VALUES (2, 'Ban Thi đua - Khen thưởng tỉnh', ' ban thi dua khen thuong tinh ', 'ban-thi-dua-khen-thuong');
INSERT INTO public.actor VALUES (3, 'Văn phòng UBND tỉnh', ' van phong ubnd tinh ', 'van-phong-uy-ban-nhan-dan');
INSERT INTO public.alembic_version VALUES ('0002');
INSERT INTO public.assignment VALUES ('["Sở Nội vụ"]', 'lead', '9f9f51a13723a27f', 17825797, false, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', 's.test', 0.9, 24117249, 1, 1, '5', 1, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', '[{"start":171,"end":234,"page":1,"path":"5","mention":0}]', 'sở nội_vụ chủ_trì phối_hợp với ban thi_đua khen_thưởng tỉnh sở nội_vụ');
INSERT INTO public.assignment VALUES ('["Ban Thi đua - Khen thưởng tỉnh","Văn phòng UBND tỉnh"]', 'coordinate', '7c9988e4a291b52c', 17825797, true, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', 's.test', 0.9, 24117250, 1, 2, '5', 1, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', '[{"start":171,"end":234,"page":1,"path":"5","mention":0}]', 'sở nội_vụ chủ_trì phối_hợp với ban thi_đua khen_thưởng tỉnh ban thi_đua khen_thưởng tỉnh văn_phòng ubnd tỉnh');
INSERT INTO public.assignment VALUES ('["Sở Nội vụ"]', 'lead', '576060237482d062', 34603013, false, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', 's.test', 0.9, 40894465, 2, 1, '5', 1, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', '[{"start":171,"end":234,"page":1,"path":"5","mention":0}]', 'sở nội_vụ chủ_trì phối_hợp với ban thi_đua khen_thưởng tỉnh sở nội_vụ');
INSERT INTO public.assignment VALUES ('["Ban Thi đua - Khen thưởng tỉnh","Văn phòng UBND tỉnh"]', 'coordinate', '73529558d2df413a', 34603013, true, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', 's.test', 0.9, 40894466, 2, 2, '5', 1, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', '[{"start":171,"end":234,"page":1,"path":"5","mention":0}]', 'sở nội_vụ chủ_trì phối_hợp với ban thi_đua khen_thưởng tỉnh ban thi_đua khen_thưởng tỉnh văn_phòng ubnd tỉnh');
INSERT INTO public.award VALUES ('Bằng khen', 'Chủ tịch UBND tỉnh', 'unspecified', 'final', ' bang khen ', ' chu tich ubnd tinh ', 'd52ae80e63c43663', 17825795, false, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', 'a.test', 0.9, 22020097, 1, 1, '3', 1, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', '[{"start":97,"end":135,"page":1,"path":"3","mention":0}]', 'tặng bằng khen của chủ_tịch ubnd tỉnh bằng khen chủ_tịch ubnd tỉnh');
INSERT INTO public.award VALUES ('Bằng khen', 'Chủ tịch UBND tỉnh', 'unspecified', 'final', ' bang khen ', ' chu tich ubnd tinh ', '98559709fdfcc2fd', 34603011, false, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', 'a.test', 0.9, 38797313, 2, 1, '3', 1, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', '[{"start":97,"end":135,"page":1,"path":"3","mention":0}]', 'tặng bằng khen của chủ_tịch ubnd tỉnh bằng khen chủ_tịch ubnd tỉnh');
INSERT INTO public.band VALUES (321265267329333473, 1);
INSERT INTO public.band VALUES (460378972064265029, 1);
INSERT INTO public.band VALUES (816427610916269072, 1);
INSERT INTO public.band VALUES (831500267696719445, 1);
INSERT INTO public.band VALUES (918407793022947962, 1);
INSERT INTO public.band VALUES (1122582900227379986, 1);
INSERT INTO public.band VALUES (1384323485766651245, 1);
INSERT INTO public.band VALUES (1449309671963873227, 1);
INSERT INTO public.band VALUES (1712096154095900097, 1);
INSERT INTO public.band VALUES (1874226438928307524, 1);
INSERT INTO public.band VALUES (2033987218292054316, 1);
INSERT INTO public.band VALUES (2466916347743523895, 1);
INSERT INTO public.band VALUES (3469932670004696015, 1);
INSERT INTO public.band VALUES (3495449401840894854, 1);
INSERT INTO public.band VALUES (3890778997422086330, 1);
INSERT INTO public.band VALUES (4214098518814096698, 1);
INSERT INTO public.band VALUES (4300762409040364085, 1);
INSERT INTO public.band VALUES (4807001838258262548, 1);
INSERT INTO public.band VALUES (4847954036180660656, 1);
INSERT INTO public.band VALUES (5068389505692817429, 1);
INSERT INTO public.band VALUES (5382986253989201504, 1);
INSERT INTO public.band VALUES (5546538203988945628, 1);
INSERT INTO public.band VALUES (5817844942013344652, 1);
INSERT INTO public.band VALUES (5955796687178471913, 1);
INSERT INTO public.band VALUES (6058678586439125133, 1);
INSERT INTO public.band VALUES (7560300525632374835, 1);
INSERT INTO public.band VALUES (7751847369929468701, 1);
INSERT INTO public.band VALUES (8328873778179730944, 1);
INSERT INTO public.band VALUES (8566049756669396557, 1);
INSERT INTO public.band VALUES (8775830791455550869, 1);
INSERT INTO public.band VALUES (9046135617732407219, 1);
INSERT INTO public.band VALUES (9122901112249403442, 1);
INSERT INTO public.band VALUES (266208690682411736, 2);
INSERT INTO public.band VALUES (321265267329333473, 2);
INSERT INTO public.band VALUES (460378972064265029, 2);
INSERT INTO public.band VALUES (816427610916269072, 2);
INSERT INTO public.band VALUES (831500267696719445, 2);
INSERT INTO public.band VALUES (918407793022947962, 2);
INSERT INTO public.band VALUES (1122582900227379986, 2);
INSERT INTO public.band VALUES (1384323485766651245, 2);
INSERT INTO public.band VALUES (1447962700125770189, 2);
INSERT INTO public.band VALUES (1448624204156756374, 2);
INSERT INTO public.band VALUES (1449309671963873227, 2);
INSERT INTO public.band VALUES (1712096154095900097, 2);
INSERT INTO public.band VALUES (2033987218292054316, 2);
INSERT INTO public.band VALUES (3469932670004696015, 2);
INSERT INTO public.band VALUES (3495449401840894854, 2);
INSERT INTO public.band VALUES (3681512541293794460, 2);
INSERT INTO public.band VALUES (4214098518814096698, 2);
INSERT INTO public.band VALUES (4300762409040364085, 2);
INSERT INTO public.band VALUES (4323416776474053490, 2);
INSERT INTO public.band VALUES (4807001838258262548, 2);
INSERT INTO public.band VALUES (5068389505692817429, 2);
INSERT INTO public.band VALUES (5546538203988945628, 2);
INSERT INTO public.band VALUES (5855132928914962702, 2);
INSERT INTO public.band VALUES (6058678586439125133, 2);
INSERT INTO public.band VALUES (6412078163989792590, 2);
INSERT INTO public.band VALUES (6867317893220351510, 2);
INSERT INTO public.band VALUES (7560300525632374835, 2);
INSERT INTO public.band VALUES (7566221569064626371, 2);
INSERT INTO public.band VALUES (7751847369929468701, 2);
INSERT INTO public.band VALUES (7948546486658981793, 2);
INSERT INTO public.band VALUES (8566049756669396557, 2);
INSERT INTO public.band VALUES (8775830791455550869, 2);
INSERT INTO public.band VALUES (321265267329333473, 3);
INSERT INTO public.band VALUES (460378972064265029, 3);
INSERT INTO public.band VALUES (816427610916269072, 3);
INSERT INTO public.band VALUES (831500267696719445, 3);
INSERT INTO public.band VALUES (918407793022947962, 3);
INSERT INTO public.band VALUES (1122582900227379986, 3);
INSERT INTO public.band VALUES (1384323485766651245, 3);
INSERT INTO public.band VALUES (1449309671963873227, 3);
INSERT INTO public.band VALUES (1712096154095900097, 3);
INSERT INTO public.band VALUES (1874226438928307524, 3);
INSERT INTO public.band VALUES (2033987218292054316, 3);
INSERT INTO public.band VALUES (2466916347743523895, 3);
INSERT INTO public.band VALUES (3205046868783397958, 3);
INSERT INTO public.band VALUES (3469932670004696015, 3);
INSERT INTO public.band VALUES (3495449401840894854, 3);
INSERT INTO public.band VALUES (3890778997422086330, 3);
INSERT INTO public.band VALUES (4214098518814096698, 3);
INSERT INTO public.band VALUES (4300762409040364085, 3);
INSERT INTO public.band VALUES (4807001838258262548, 3);
INSERT INTO public.band VALUES (4847954036180660656, 3);
INSERT INTO public.band VALUES (5068389505692817429, 3);
INSERT INTO public.band VALUES (5382986253989201504, 3);
INSERT INTO public.band VALUES (5546538203988945628, 3);
INSERT INTO public.band VALUES (5955796687178471913, 3);
INSERT INTO public.band VALUES (6058678586439125133, 3);
INSERT INTO public.band VALUES (7560300525632374835, 3);
INSERT INTO public.band VALUES (7751847369929468701, 3);
INSERT INTO public.band VALUES (8328873778179730944, 3);
INSERT INTO public.band VALUES (8566049756669396557, 3);
INSERT INTO public.band VALUES (8775830791455550869, 3);
INSERT INTO public.band VALUES (9046135617732407219, 3);
INSERT INTO public.band VALUES (9122901112249403442, 3);
INSERT INTO public.change VALUES (1, 1, '2026-11-22 01:09:55.018557', 'stored');
INSERT INTO public.change VALUES (2, 1, '2026-11-22 01:09:55.268579', 'new version');
INSERT INTO public.change VALUES (3, 2, '2026-11-22 01:09:55.564017', 'stored');
INSERT INTO public.change VALUES (4, 1, '2026-11-22 01:09:55.688297', 'corrected');
INSERT INTO public.clause VALUES ('1.', NULL, '["criteria"]', 17825793, 1, 1, '1', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu; hồ sơ đầy đủ.', '[{"start":0,"end":47,"page":1,"path":"1","mention":0},{"start":48,"end":61,"page":1,"path":"1","mention":0}]', 'tập_thể có tối_thiểu 80 cá_nhân đạt danh_hiệu hồ_sơ đầy_đủ');
INSERT INTO public.clause VALUES ('2.', NULL, '[]', 17825794, 1, 2, '2', 1, 'Tháng 9/2020: sơ kết phong trào.', '[{"start":63,"end":95,"page":1,"path":"2","mention":0}]', 'tháng 9_2020 sơ_kết phong_trào');
INSERT INTO public.clause VALUES ('3.', NULL, '[]', 17825795, 1, 3, '3', 1, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', '[{"start":97,"end":135,"page":1,"path":"3","mention":0}]', 'tặng bằng khen của chủ_tịch ubnd tỉnh');
INSERT INTO public.clause VALUES ('4.', NULL, '[]', 17825796, 1, 4, '4', 1, 'Căn cứ Quyết định số 733/QĐ-TTg.', '[{"start":137,"end":169,"page":1,"path":"4","mention":0}]', 'căn_cứ quyết_định số 733 qđ_ttg');
INSERT INTO public.clause VALUES ('5.', NULL, '[]', 17825797, 1, 5, '5', 1, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', '[{"start":171,"end":234,"page":1,"path":"5","mention":0}]', 'sở nội_vụ chủ_trì phối_hợp với ban thi_đua khen_thưởng tỉnh');
INSERT INTO public.clause VALUES ('1.', NULL, '["criteria"]', 34603009, 2, 1, '1', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu; hồ sơ đầy đủ.', '[{"start":0,"end":47,"page":1,"path":"1","mention":0},{"start":48,"end":61,"page":1,"path":"1","mention":0}]', 'tập_thể có tối_thiểu 80 cá_nhân đạt danh_hiệu hồ_sơ đầy_đủ');
INSERT INTO public.clause VALUES ('2.', NULL, '[]', 34603010, 2, 2, '2', 1, 'Tháng 9/2020: sơ kết phong trào.', '[{"start":63,"end":95,"page":1,"path":"2","mention":0}]', 'tháng 9_2020 sơ_kết phong_trào');
INSERT INTO public.clause VALUES ('3.', NULL, '[]', 34603011, 2, 3, '3', 1, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', '[{"start":97,"end":135,"page":1,"path":"3","mention":0}]', 'tặng bằng khen của chủ_tịch ubnd tỉnh');
INSERT INTO public.clause VALUES ('4.', NULL, '[]', 34603012, 2, 4, '4', 1, 'Căn cứ Quyết định số 733/QĐ-TTg.', '[{"start":137,"end":169,"page":1,"path":"4","mention":0}]', 'căn_cứ quyết_định số 733 qđ_ttg');
INSERT INTO public.clause VALUES ('5.', NULL, '[]', 34603013, 2, 5, '5', 1, 'Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.', '[{"start":171,"end":234,"page":1,"path":"5","mention":0}]', 'sở nội_vụ chủ_trì phối_hợp với ban thi_đua khen_thưởng tỉnh');
INSERT INTO public.correction VALUES (1, 1, 'place', 'An Biên', 'Lan', 'đọc trên bản giấy', '2026-11-22 01:09:55.650321', NULL, NULL, NULL);
INSERT INTO public.criterion VALUES ('collective', '["province","state"]', '["final"]', '1/-1', '["6a536dfde4f6121e"]', '104957bfd5fba494', 17825793, false, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;
hồ sơ đầy đủ.', 'c.test', 0.9, 18874369, 1, 1, '1', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu; hồ sơ đầy đủ.', '[{"start":0,"end":47,"page":1,"path":"1","mention":0},{"start":48,"end":61,"page":1,"path":"1","mention":0}]', 'tập_thể có tối_thiểu 80 cá_nhân đạt danh_hiệu hồ_sơ đầy_đủ');
INSERT INTO public.criterion VALUES ('both', '[]', '[]', NULL, '[]', '16a0b990db7be08b', 17825794, false, 'Tháng 9/2020: sơ kết phong trào.', 'c.test', 0.9, 18874370, 1, 2, '2', 1, 'Tháng 9/2020: sơ kết phong trào.', '[{"start":63,"end":95,"page":1,"path":"2","mention":0}]', 'tháng 9_2020 sơ_kết phong_trào');
INSERT INTO public.criterion VALUES ('collective', '["province","state"]', '["final"]', '1/-1', '["348fe24bd232d892"]', '60bfe93bf54da3bf', 34603009, false, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;
hồ sơ đầy đủ.', 'c.test', 0.9, 35651585, 2, 1, '1', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu; hồ sơ đầy đủ.', '[{"start":0,"end":47,"page":1,"path":"1","mention":0},{"start":48,"end":61,"page":1,"path":"1","mention":0}]', 'tập_thể có tối_thiểu 80 cá_nhân đạt danh_hiệu hồ_sơ đầy_đủ');
INSERT INTO public.criterion VALUES ('both', '[]', '[]', NULL, '[]', '889d2a5418eff405', 34603010, false, 'Tháng 9/2020: sơ kết phong trào.', 'c.test', 0.9, 35651586, 2, 2, '2', 1, 'Tháng 9/2020: sơ kết phong trào.', '[{"start":63,"end":95,"page":1,"path":"2","mention":0}]', 'tháng 9_2020 sơ_kết phong_trào');
INSERT INTO public.label VALUES ('topic', 'criteria', 17825793);
INSERT INTO public.label VALUES ('topic', 'criteria', 18874369);
INSERT INTO public.label VALUES ('level', 'province', 18874369);
INSERT INTO public.label VALUES ('level', 'state', 18874369);
INSERT INTO public.label VALUES ('round', 'final', 18874369);
INSERT INTO public.label VALUES ('topic', 'criteria', 19922945);
INSERT INTO public.label VALUES ('round', 'final', 22020097);
INSERT INTO public.label VALUES ('topic', 'criteria', 34603009);
INSERT INTO public.label VALUES ('topic', 'criteria', 35651585);
INSERT INTO public.label VALUES ('level', 'province', 35651585);
INSERT INTO public.label VALUES ('level', 'state', 35651585);
INSERT INTO public.label VALUES ('round', 'final', 35651585);
INSERT INTO public.label VALUES ('topic', 'criteria', 36700161);
INSERT INTO public.label VALUES ('round', 'final', 38797313);
INSERT INTO public.meaning VALUES ('so-noi-vu', 1);
INSERT INTO public.meaning VALUES ('ban-thi-dua-khen-thuong', 2);
INSERT INTO public.meaning VALUES ('van-phong-uy-ban-nhan-dan', 3);
INSERT INTO public.milestone VALUES ('report', NULL, NULL, NULL, NULL, 'yearly', 'báo cáo', NULL, '386c1a674adb568f', 17825795, true, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', 'm.test', 0.9, 20971521, 1, 1, '3', 1, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', '[{"start":97,"end":135,"page":1,"path":"3","mention":0}]', 'tặng bằng khen của chủ_tịch ubnd tỉnh báo_cáo');
INSERT INTO public.milestone VALUES ('preliminary_review', '2020-09-01', '2020-09-30', 'month', 'within', NULL, 'sơ kết phong trào', 'Sở Nội vụ', '17b79205935ced96', 17825794, true, 'Tháng 9/2020: sơ kết phong trào.', 'm.test', 0.9, 20971522, 1, 2, '2', 1, 'Tháng 9/2020: sơ kết phong trào.', '[{"start":63,"end":95,"page":1,"path":"2","mention":0}]', 'tháng 9_2020 sơ_kết phong_trào sơ_kết phong_trào sở nội_vụ');
INSERT INTO public.milestone VALUES ('report', NULL, NULL, NULL, NULL, 'yearly', 'báo cáo', NULL, '7a2a26f92c862201', 34603011, true, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', 'm.test', 0.9, 37748737, 2, 1, '3', 1, 'Tặng Bằng khen của Chủ tịch UBND tỉnh.', '[{"start":97,"end":135,"page":1,"path":"3","mention":0}]', 'tặng bằng khen của chủ_tịch ubnd tỉnh báo_cáo');
INSERT INTO public.milestone VALUES ('preliminary_review', '2020-09-01', '2020-09-30', 'month', 'within', NULL, 'sơ kết phong trào', 'Sở Nội vụ', 'eb6bb7e1330af3d5', 34603010, true, 'Tháng 9/2020: sơ kết phong trào.', 'm.test', 0.9, 37748738, 2, 2, '2', 1, 'Tháng 9/2020: sơ kết phong trào.', '[{"start":63,"end":95,"page":1,"path":"2","mention":0}]', 'tháng 9_2020 sơ_kết phong_trào sơ_kết phong_trào sở nội_vụ');
INSERT INTO public.plan VALUES (2, 'huyen-an-bien-2019-118-kh-ubnd', 'huyen-an-bien|118-kh-ubnd|2019-08-19', 1, 'Kế hoạch', 118, '118/KH-UBND', 'Cà Mau', '2019-08-19', 2019, NULL, 'huyện An Biên', 'province', 'tỉnh Kiên Giang', '908', NULL, NULL, 'Phát động phong trào thi đua văn hóa công sở', NULL, '2019-01-01', '2025-12-31', NULL, NULL, NULL, NULL, '[]', 1, '118 kh_ubnd huyện an_biên phát_động phong_trào thi_đua văn_hóa công_sở', ' 118 kh ubnd ', ' huyen an bien ', ' ', ' huyen an bien 2019 118 kh ubnd huyen an bien 118 kh ubnd 2019 phat dong phong trao thi dua van hoa cong so ');
INSERT INTO public.plan VALUES (1, 'ca-mau-2019-108-kh-ubnd', 'ca-mau|108-kh-ubnd|2019-08-19', 2, 'Kế hoạch', 108, '108/KH-UBND', 'An Biên', '2019-08-19', 2019, NULL, 'tỉnh Cà Mau', 'province', NULL, '96', NULL, NULL, 'Phát động phong trào thi đua văn hóa công sở', NULL, '2019-01-01', '2025-12-31', NULL, NULL, NULL, NULL, '["place"]', 1, '108 kh_ubnd tỉnh cà_mau phát_động phong_trào thi_đua văn_hóa công_sở', ' 108 kh ubnd ', ' tinh ca mau ', ' ', ' ca mau 2019 108 kh ubnd tinh ca mau 108 kh ubnd 2019 phat dong phong trao thi dua van hoa cong so ');
INSERT INTO public.quantity VALUES ('at_least', 80, '%', 'cá nhân', '6a536dfde4f6121e', 17825793, false, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;
hồ sơ đầy đủ.', 'q.test', 0.9, 19922945, 1, 1, '1', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu; hồ sơ đầy đủ.', '[{"start":0,"end":47,"page":1,"path":"1","mention":0},{"start":48,"end":61,"page":1,"path":"1","mention":0}]', 'tập_thể có tối_thiểu 80 cá_nhân đạt danh_hiệu hồ_sơ đầy_đủ cá_nhân');
INSERT INTO public.quantity VALUES ('at_least', 80, '%', 'cá nhân', '348fe24bd232d892', 34603009, false, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;
hồ sơ đầy đủ.', 'q.test', 0.9, 36700161, 2, 1, '1', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu; hồ sơ đầy đủ.', '[{"start":0,"end":47,"page":1,"path":"1","mention":0},{"start":48,"end":61,"page":1,"path":"1","mention":0}]', 'tập_thể có tối_thiểu 80 cá_nhân đạt danh_hiệu hồ_sơ đầy_đủ cá_nhân');
INSERT INTO public.reference VALUES ('Quyết định', '733/QĐ-TTg', '2019-06-14', 'Thủ tướng Chính phủ', NULL, 'basis', ' 733 qd ttg ', '1c67790d44855a10', 17825796, true, 'Căn cứ Quyết định số 733/QĐ-TTg.', 'r.test', 0.9, 23068673, 1, 1, '4', 1, 'Căn cứ Quyết định số 733/QĐ-TTg.', '[{"start":137,"end":169,"page":1,"path":"4","mention":0}]', 'căn_cứ quyết_định số 733 qđ_ttg quyết_định 733 qđ_ttg thủ_tướng chính_phủ');
INSERT INTO public.reference VALUES ('Quyết định', '733/QĐ-TTg', '2019-06-14', 'Thủ tướng Chính phủ', NULL, 'basis', ' 733 qd ttg ', '4ddba7ca57d6ff7c', 34603012, true, 'Căn cứ Quyết định số 733/QĐ-TTg.', 'r.test', 0.9, 39845889, 2, 1, '4', 1, 'Căn cứ Quyết định số 733/QĐ-TTg.', '[{"start":137,"end":169,"page":1,"path":"4","mention":0}]', 'căn_cứ quyết_định số 733 qđ_ttg quyết_định 733 qđ_ttg thủ_tướng chính_phủ');
INSERT INTO public.rendition VALUES (1, 1, '68c7806d22e37e0285340bd1cdf955ab24abc7c980fdad5d8478bfc3de1d1811', 'text/plain', 'plan.txt', '2026-11-22 01:09:54.767885', true, '{"media_type":"text/plain","ways":["text"],"confidence":1.0,"problems":1,"lost":0}', 'new, with identity', NULL, '\x789c9d50318ec2400cccb579c534d747a0d371cfd984531c216d02384874a0ab28f38464bb5414fc60575be54f9c9df002dc78d79e198ffd9124c957f24e3cdf09f643333930f971baa1a8a72bd83f2a4d54f9b195e226c3270a23254b7eb0089d61a16c8d252c1807f28fe98263eca5eb87b3bc43a75c26634b61fe6095adb219b0f3234ba5a1da96e083a905cce14f600ef99c2fd8d1af45d11ab544b34e5590f4dbdc6ee56d491b824511efa2b56fcf8b68e8b4e770143b577cafd7d8870ecca54e168ed5d51c4e6af9257ca8645e43cbce147bbdc629f6facb8dd52be82a66b1c414efb1178bb7978b344dff010da8cb5e');
INSERT INTO public.rendition VALUES (2, 2, '2c3c6a1f4676ececfd243cadeef6181cb11d542b6e71bd3ff8c11f3ea51b9991', 'text/plain', 'another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan .txt', '2026-11-22 01:09:55.139075', true, '{"media_type":"text/plain","ways":["text"],"confidence":1.0,"problems":1,"lost":0}', 'same identity, other text', 0.5955, '\x789ced50317283400c242dafd8263d6317499e73608218270706e1b18bccd893ca254f003a2a17fec13154fc299120f94166dc448deeb4bbd24a0f9ee77d78f78caf7b06bb369f3a30b97eba20caa633d8dd524d94babe92e273804744464a965c6b31d48645b23196b0703a90bb4d27946323a86b8ff21e6ad532199b88f205ab6015cc84adeb592a39653601172613320f9f42eb10cef9842dc5165165d412cd7dd28804af42bb91b72505848b68bc4aaf5d755c9a0eb5621d4ab173c6d37a8ddd508339d1c9a2b1ba5a87bd5afe695ca4322fa765671a1bbdc67e6cf4171aab57d055cc628969bc8e8d58bcfcba3036638a0b707c6064afc288519af718f99ba8ffd13f427ddfff06b42c95c9');
INSERT INTO public.rendition VALUES (3, 3, '77f41a595711ed6299f022d8a7eda860f7800d88e50a7cfdeb4f75236d07100e', 'text/plain', 'second.txt', '2026-11-22 01:09:55.449924', true, '{"media_type":"text/plain","ways":["text"],"confidence":1.0,"problems":1,"lost":0}', 'new, with identity', NULL, '\x789c9d503b8e83400c655b4ee1667b9448fb39ce3044184532249848e912a54ac911603aaa14b9c18ca6e24ebb36ec5e206e3c63bff7fcecb724493e9297e2e7a5603f36b303463fcd77b0f57c05f6cf4a13567eeaa4f895c13b582325423f1284deb0500a43082bc601fae77c81360ed2f5e359dea1572ea3a15298dfb0c936d902d8fb89a5d2604d25f0d1d402e6701398837cc917d8e38ec076462de1a25359947e9753216f426d08166c7c88d6a13bafa2a1d79e8356ec5ce173bb8543e881b9d4c9c2215dcdc1492dff091f2b99d7e0ba33c641af718a83fe72437a055dc5ac9618e3230e62f1feefa2ddd99a8a344d7f012deecefa');
INSERT INTO public.saved VALUES ('hỏi', '{"kind":"criteria","words":"thi đua"}', '2026-11-22 01:09:55.707051');
INSERT INTO public.store VALUES ('c1c35fa0a1bf4f73b500243440827886', '2026-11-22 01:09:54.570594');
INSERT INTO public.version VALUES (1, 1, 1, '2026-11-22 01:09:54.810342', '2026-11-22 01:09:54.810361', '0.1.0+21a92179', '0.1.0+b2bce90b', '{"clauses":5,"criteria":2,"quantities":1,"milestones":2,"awards":1,"references":1,"assignments":2}', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;
hồ sơ đầy đủ.
Tháng 9/2020: sơ kết phong trào.
Tặng Bằng khen của Chủ tịch UBND tỉnh.
Căn cứ Quyết định số 733/QĐ-TTg.
Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.
', '\x7801cd59cb6ee4c615fd158280776a89cf7e28bb992c020c62c48892cdcc402816ab9b95611769b2d8b2d0d0ca0b23f02646568617b6120483003190d8060c480b2f7ae0ffe83fc9b9c547530fce488e64672391c57adc7beade731fbdb64b9e88253b5e89a29499b20fdd3d3bce78b5144adb876bbb4c98178eed437b3ce593a9338e3d4ff813e178d3d00f9c2876793c9f85218bbc80457cc26753671eb3388ca7c1641acdb91f0b3776a7ae6befd94b114b76ac4f7381fdb4f8481fe429930a5fcaac2a388d6240edeb8f34c654a645691f3e7fb967e74516a562d9bc9d64458c4755a5e99ead19be341f54264b6c422b164289826911d7af85c8992cdaddd8c2ac58dbaa5a46a2303a27d94923148ee6999acb582812c9dd77f6ec93e4b43df044c63a695f1221170970aa6529352bf082f942e160cf1f9fbd3c8388d0147b1f6d2fbece2d9d6c2f3fb6f8e65b4b6f2f3f93789718a8aca9f31e46cf2d956cfea6ac379f6d2fceb51533955834e193ea572f1456fed52a7f3c375f5f9fd2bfcbd7fb2fd40b75946cced5c29a1d788ee71c9a39afb6173f682b4f328ceb62f355564fdc5e7c8f8127db8bffe0dfab44288b6313663dc5e6af49a44f7962fde1c9fbbfa6e73fabc4ac7afae66333ef9fd607d5a9d9978efe14b295d0c19af8fec1076ffe323a3a5a98e9bfdf5e7e69bdbfbdfc5c5aabede53f2c5eef5d6cfeb507818cd6f8fbf79cbe7e21ad274c594789843a15b346d633124a273ffe1bbb90ec3b318c05691633cdc8325b2b6d0dea1924b3920cc0f184cca7bd5b670afb3a5d46598a4b709de9c1b3df8c4843cc81b519ab7bbaf9cafa2dab3022cbb222a3b13dc79d8d9ce9c89d6194a7ac2ce55c72a68d8fd4d75d15b032de194659457f129c6efa77b80e6daee77368d0bb03baed5acf15419a6cbe65b8f4ef3009407e898396d94ad49e571f61c48181aeed288bbb932a25e9981a1a6b277c2a56829484bbac24192f34648571e4663b35174541fae9a21230cd5c1432c3ebda9e17d9b253db1d39e4af3a33235e3872bd91efda5850ca8562ba2ae0186b3b53c79148583a6f1d80b39c71a93b41f3ac947dc4145b6221c982ad0ac1652e215de3963507e0e5c6d5ae6db16addf13928e9aa9bf9a4e5823cf5ec2576ad523cc2e74ae2901b8e2c3b04e62c2d0982d64e1ef590d6fe1ef590c69a1ff58cd63f1eff90e2b836f9350c85951499282258792115d13a6eae768ee3da1b7e0e811afffa398e6afd7658fbeb9c343cb3e3a9e1291d773daa6e3b761b9664c7488fe8f33de21a96644766c3737604373c872893928ca1196730e5acd2a954202ed05bce28bfb089805316194277f7f19208164bb568b95667b9e4449d362fa4068f331bf4f730b98685f87c4baa0121de7629c1a463627ae8b4a08066c2a673b6d7b17780a86cb2a43112ce86bf8756412f83c4719933f0401d3f3aa0bc1e50dedb80eac173977c6940db31e28d117c16de149c64e9a9fb76c1fd9ee0fe1d05bf77fe36a0c50c7765b470fd5bd420c9eeac46d05323b89b1af7482807e477fd4e81f1ece63d904c775620ec2910de4d81c7487187349dc0419a7a22b8a92909ff0e4d618508279466ad0d891019518da4a5a65c891e3bfeafab2dc196a8aa9a4fbb8c8f3e5ecddace9062b5ec43dc252975761c16cc791033d767d1343099e4839440c3b4d4647d7cff96bccfd98781b02a46aa69927d9ea529f274b9a2fcd88474c3a2bda41909a616c4a64556292a359fdb73a9584a430b8ce544cf072352ecc38a81dcb43405a5edf84ecc8517b993c0452536a6053d22fc65c89348d7dc4b3076665134717d11303f761d88df868b3bf2e17d608e3204801ec07d387738d675c915147798119bde86d9bd28988a822bfbb7567afdae7668fc6f85fa3badf4c3412be5d9129eca74060fb5993e4e91f95219b3626905779c3ad48b68aabff7309ea1f2b2bbae01067e796303da4b898e8cce54d36431b6c779e87822e691ef8ec5d89f42d6d6f67e4a486b0c713988e42b491d18b0559ea1250382ab6bc6dadc0c9bd68f8b82e18181c3baa2b510e995321f8c57a168aec9e354b0223dc5860c0c628a9268739e51e726ab07e9eaeaad9bbba0587a9b11df2f02774ecc67be178c991fc5dc77dcc94f77e27762970308b904ef15a7c7053410273b1cd11ef19c91830e0991a0c1b31bf249a62bb8a2ada10c19eca0b54f247a210a33fbf0d6c075d052afeb461f0b4b30c178c8b5288c2f0de60f461cec84995e631bda623f9ac4ee2c9a39ce241422c2910f60c66cd08ce759415d995ebf8ed4af7492d5166b0ff5edccb42ee455aaccd16d994b14ce4d54c3ae754ceb407b2043050114026d2672180a9d0ddd8e23310983d00fa7fe3808f97c87dcfd92c1c6f38b41c89af6f2b54e258e6b7b3076af5f89e1b6a3d174fcc6239792c7b6f1661fd5cd4b6a477e813eddd364f335fa9ed4c67c8d69bb8616c16a3a4f112b65894f8d29d266b7b9ff3d13588a62d4835c284af67ab8ce1813137726c2c88da6e19cba958d455ef38e0769c362f7e602cac10b30de6992a66b12d419950109818d2cb1c18872d85b31ba5feabbe3c871ec879e1f0a2f646cccffaf30b94bb71b70fc91fac379b2f90636d76bc7f720e4197e06013b23537d7020616cbddf527abfbe98f29d7aad76c38ce4ec4d778e59641ad69c21fcd3e5a24155d1cf31b66fe36790ff02eb913a36');
INSERT INTO public.version VALUES (2, 1, 2, '2026-11-22 01:09:55.142407', '2026-11-22 01:09:55.142428', '0.1.0+21a92179', '0.1.0+b2bce90b', '{"clauses":5,"criteria":2,"quantities":1,"milestones":2,"awards":1,"references":1,"assignments":2}', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;
hồ sơ đầy đủ.
Tháng 9/2020: sơ kết phong trào.
Tặng Bằng khen của Chủ tịch UBND tỉnh.
Căn cứ Quyết định số 733/QĐ-TTg.
Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.
another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan another text of the same plan ', '\x7801ed594b6fe4c611fe2b0401df34121f43ce50b9ede61060112346945c761742936c0e3bcbe9a6f918591074f221087c899193e183ad04c122800d38b10103d2218759f87fcc3fc957cdc7500fae3581b47bf1451a7637ababbeaefaaaba78669651ca97ec78c58b5228691eda7b66aca27ac965651e9e9965ca1ccf370f4d2772239fd9c9d49ff93ce251123b53376231e7896fcfed28b4edd89b3aa1cf677618bb49328f6c3b7139f3ec300802dbdc33973c16ecb83acd39e455fc93ea20cf98909829555d4434caa4aa525e18346ba8c4c08351b22537b0521abfcc3e141afbd527157007dabc340f9fbfdc33f34285195fb64f27aa88f153d659b667560c33ed8454a2c441d11b0b2e79c12a1e378f05cf99283a696ca1df383365bd0c79a1fd2a5527edc163eb48c944c45cd2b1dbfbd69e79929e761b9e88b84abb87948b450a5f6c74292b56e001ebb9c4c65ee09fbf3c878af017c83eda5c7e9bc36936579f1ad1fa7ba3da5c7d2ef02c30501b73eb038c5e18325dff5d1a6f3edf5c5e5446cc646ad0823fd7bf7a21f1e6df8cf2a70b3dfbfa94fe5dbdde7f215fc8a3747d21174670e0588e75a8d7bcda5cfeb732f25461bc2ad65fab66e1e6f2470c3cd95cfe1bff5ea55c1a118430e32984bf26953e8b52e30f4f3efc35fdfe8b4cf55b4fdf7caad7fdcbf8a83ed57269ebcfa05b091b8c99eb1e7cf4e6af93a3a3855efefbcdd557c6879bab2f84b1da5cfdd3881ad9c5fa9b3d28a4adc6df7fe434fba5309e20788e5201736a664c8c67a45495fef41da490ee5b357e89b0878ab0b723a9d9b06231ab18b16cc7b81d393e830718a98283462985691743d61c5c79ba0c550667b7adf9c1b3df4cc893b00604a919f4e9fa6be3b7acc68828cb9a82d3742c3b9858f3891d6034ca58598a4444acd27cdf84555d209aa33e00cb3afc138f28a27e07b7af74187c014f19f83a4555e34f2b72dd74fd3d4370fd804570d8afb0d152ad7893459a2db43a208233335471bf532d056dd3b8a0b1553ee32b4e4682965682480216b24227a5569c4c7851907d5551735040ce0ba1f0786626855af666db138b724fa5f488e34d6c67e2da265e28c542b2aa2e404067a692c7214f5996744413b19c45a2ea15cd552986884964a5662d44153c12b980762dfd35f90c0fb78ef6cce4ab8ef69e23bd5ea73397ac5c10239ebf84d43ac34f705b495c7d8b30458f40c2b29220e8fce45137e9fcef513769bdf951f7e8e2e3f137298e1b973f83a3b092aa2ccabc465e0849e91327d704c771130def42a136bedec5565ddc8e5b7f9393c657f63c35bea4e7ae47b56dcb6ee39a6c19e911637e405ce39a6cc96c7ccd96e0c6d71065523137b6e21caeacea2a1312c4057acb19d571261170c6424de8f63e1e52ce6221171dd7562a171151a71915a2028f3313f4f730359d813ae88e920e4abced50a6b39e89e9476f0525349d36adf3bd9ebda7c8caba1af571796af97bec2dd8a591382e73061ea05c4692da2d9c0150cedb801ac0739fba74c45a1ff9462b1e78b715275d06e6be5d7177a0b87b4fc577ae9347ac087056da0adbbdc30cd2ecde664c07664cef67c60e85fb88feb6db1be007b7cf8174bab701dec000ef7e063cc65562ccd21902441f95e34e6f5b4acaff8ca5f042a4132ab3ce34891019d15db41215d54af4b3e7ffe656cbd912b7d7766a5bf1d1e4f5aaed1c2556c73ec45d824a67db9a06de2c4c622f09d934a0b3786c5a6aabbe68ff8ebacfda8783b03a46a9a98bfd486519ea74b1a2fa58a774cda283a2190566c5894d0b554bbad23f3713215946430b8ce564e4c18418fae39a81dc2aa12feea6cf3cd78f93984fd1df716c2d634084ef873c892a9b73f19985b6921587b3905bf370702ef7e4c35d600ed1941a023c84738b63732fb986222607cc7e17663b51305d0aaec96fd1b87556efcc4b3f1ef5d2482d11a9ac5288509355c7192a5fbac6ac5856231ce716f57cdadbdf071857b879997d770603efdfd980f652a0f35529d936b3b4efb9733fb2993f9bb238f4fc79025db79cb063eb07efb68eb81c45f295a04e17d82a57687d81e09a3b63e36e9a4d9b9f8b82e1070387f597d68267d7aef960bc1a97e6863c4e392bb253086460107d2909d7178a3a64aa19a4a36b44b76741b9f42e27de2d036f837816ce02c7f202d78b781cf890de01b95b10ff2c763980104bf05e717a5cc0027e82bd5a1cd11e71ac89850e0991a0c6b31f722d0c5dc3156d0da9c9600bad7922d00b91583984b701ae87967a8ab7fa8578050b7484dcc8c2987968e260274cf774bbd4167b0ee3738bfb6e34757d9fceb643ffffa9cc5a3766a36e9ca882ba3283be28995f57a96a3cd61ceb8fea657dcaab6599a3db92085c9cdbac06a94d4eeb417b20470501141c6d260a184a9d5df289fcd90cb9673a9d7b1eb3c9475ae4762b065bc88a51c8da4f25373ac2d8aeebc19883be3086bb8e46dbf1f32736152c5de3cd3c6a9ac4d4f6fd127dbaa7e9fa5bf497a95dfc1acbb60d2d8255779e42568a1253ad2b92b0bbc27fc70296b218f52017928abd01ae4112249ecd20ce7199331b10eb8de8789076378c690fa01c3d001d9dba68baa1415351699090d8c8135b8ca886bd13a3dd4adf9e23675110cce77cca9cc00e3d2782f8d6d76e68f41e30b9cf5705e8fb47ea0fe7e9fa3ff0b9c1678f018491c2e726b0332ad5070712ce36f86635f8caa5afefd46b355b66a4606fbb73cc20d7301286f44f878b06554d9fbd4cd7c4e7a6ff0119db3e56');
INSERT INTO public.version VALUES (3, 2, 1, '2026-11-22 01:09:55.466212', '2026-11-22 01:09:55.466239', '0.1.0+21a92179', '0.1.0+b2bce90b', '{"clauses":5,"criteria":2,"quantities":1,"milestones":2,"awards":1,"references":1,"assignments":2}', 1, 'Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;
hồ sơ đầy đủ.
Tháng 9/2020: sơ kết phong trào.
Tặng Bằng khen của Chủ tịch UBND tỉnh.
Căn cứ Quyết định số 733/QĐ-TTg.
Sở Nội vụ chủ trì, phối hợp với Ban Thi đua - Khen thưởng tỉnh.
second', '\x7801cd594b6fe4c611fe2b4403be69243e86438e72ca6e800458c488113997dd85d0249bc3ce729a341f230b039d7c30025f6cf864f8602b41b0481003491c208074c86116fe1ff34ff255f331d4836bc991ec5c66c866b3bbeaabaaafaa8b6b56868958f2e395284a99297668edb1280beba550153b5cb332e1b63b6387ccf3e2a9c5ddb9eb59968866f67c1e9bb61df9dc1311f76766ecf9a619f9be704dee8571248269ecb9b6338b4ccf324dc1f6d85244921f57a7b9c07a95f8b03ac8532e159e94595d84345a8a3053d17ef56185519555a26487cf5feeb1bcc882542cdbbb93ac8870a9ea34dd6315c793f681ca648965e88d8550a2e095889adb42e45c16dd6a7ca1df5833552f035168ad93eca4150b5b438a5846429150d6beb9c74e92d36ec313195549779308b9488054234b59f10237982f1436b6a7f6d9cb3388085db1f6d1f6e29bdca892ede54746b8f9d6a8b6979f49dc4b0cd4866fbe83d17343259b3f2ae3cd67db8bf3ca88b84a0c9af071fdb3170a6f7e6e94df9deba7af4fe9eff2f5fe0bf5421d259b73b530e607b6699b877aceabedc57f2a234f328c57c5e6ebac99b8bdf837069e6c2ffe81bf578950468845b8f1148bbf26913e0913e3fd27effe82aeffa012fdd6d3371fe9797f31deab4ff5bab4f52790ad840e86e73807efbdf9747274b4d0d37fbbbdfcca78777bf9853456dbcb3f1b61b376b1f9db1e04d25ae3f74f393dfd521a4fb8328e1209756a6e4c8c672454957cf777ac42b2efc468bc437b52c5235e71f2d0ce5b3bc77a06f98c24037c61424ed459d8f2e167a7cb204b610acbf20f9efd6a427a620edc507bdfd3cdd7c6af798d11599635b90eb34d6b3e31fd8935c76898f2b294b10c79a563a5317a5dc0d7c2de3dca3af8bd08c9debf81512a6da42fa0c7c01264f346db15019b6cbee530fdbf3009707e858d96d94a3411d86ca1c5819bae599045fd4eb592b44d02935c7eac8c9f2be389dcfc95e229152b416a226c56929c183af24287346bf0349ed154e39792ab059e4a158ba2208daba21670d95c1432c3ed9ac545b6ec81b026a685e955a6476c7762d913c76278a1940bc5abba40c0ac59a68e0391f034ee0223e4390f65d58b9e67a51c62a8f8122f92b258aa10a1cc25a46dc3b56107dcdc30f69a895517a6cf415657c3cf21ad1714c1672fb16a9de212b15812b7dc08f01d02314f4b82a0f39c47dda4f3c847dda4f5ef47dda38b98c7dfa4386e82600d47e125e52cca14465e4845740fcb35e172dcc4c78f21501b6f3fc6565d1c3fea5ed7896e1cea9efcc6a7f484f8a822ef28735c921da93d226d0cb86f5c921d1f8ecfd971e4f81c625daa5fc6669c211ab2ba4aa502f78121734ea50b230e4f79a07384b58f9b44f048221374355596cb90d8978585ac900a3803833e4c196320f5df52c54088b71965eaf5644e17bd169425752e36cff6fa043045aad705d80cd56c9b02c6de825e1a89e332e7a0922605f540d903a0ecb7013580e72ea5d888b633a42c2df8dcbd2938c93250f7ed823b03c19d3b0a7eefd270448b396ca5b5b09c5bd420c9eeacc674a0c6f46e6adca3561d91df727a0566f39b762099eeac803b50c0bd9b028f513d8f69ea21409aa38a33bda92909ff3d9ac20b9191a8525b6b122132a2e357252b2ab7e8b2e7ffe62027f81207b6f6d1ae68a487570bbf3354691dfb107749aac76766108bb913c4ee34e2f883848f4d4b6de118eedf523a9afb70105e47a856f50922ccd214c5bf5c51c9adab02cda2833a1c356a25884d8bac56748a7dce62a9784a430b8ce544cf071362e80f6a0e72aba43eab3267eac7c29e0691ede0d83db7e9850111fe34e449a4abede2fbf3c8e6eed4f2451c4f4df29cce2e77e4c3fbc01c64480003808770ee706cce4e5750dc61466c7a1b66f7a2603a575c59bf45e386ad7668fc6f3d80f1e4d9c2f7c1a89786d91291caab0c11ca78759ca278a693d08aa735c2d137a9cdd11e29dfc17886c31beb1b1218f8e99d0d682f259a3d55a6dafe8df63d8fdbdc9ec5733bf467360eec90b5f3bd1f92d25a2497a348be92d4dc015be519ba3d20b8e6d8d9b89b66d3e67251705c7070587fee2d447aa57700c6ab71ee6ec8e354f0223dc5821c0ca2cf35c1e63ca3a650d60c92e99aa55b5b502ebdcd89ef9781fb2016c12c083c61398ec96327fae141fcbdd8e500422ec17bc5e971010dc4c90e47f45c6c7362a2ed4296d478f6438e89a12bb8a257a23419eca06527120d16859943781be07a68a98d76a3458657304147c8b52c8c272de60f461cfc84eb366697dae6beebce3d731e477118da71842d1fc08df9a81bc759418d9d412b90d4afab246b3c968db504f5b43ee5d5aaccd1b08925cede6d56c3aa4d4eeb417b2047050114029d2a0a184a9d2ddd4ea32840d399bb5e348b632fdc2177bf62b08dfc6214b2b6777dad098aedba360e1bb44231dc3545da36e26c6251f1d875f3d851d317a54ee79768fe3d4d36dfa0a54a1dd2d798b6eb8911acba7915f0529678d4ba222d765bf8dfb380a52c468dcd85a2626f80abebcdcc99693bded4b72373469edf7ae4b5e878900e2f566f0d508e1a4047a72e9aae49d054541a242436f2c4162322b15b31ba5fe9db73a4e7b8f6dc75fdc88ef041c4e1ff4f98dca5910e797f474de73cd9fc133e37e8f40f200c337c61013ba3527d7020e16c83cf34830f3bfaf84eed5ad63223057bdbe0e306b9861173a47f322e1a54357de9610ec31796ff02e4df5a07');
SELECT pg_catalog.setval('public.actor_no_seq', 3, true);
SELECT pg_catalog.setval('public.correction_no_seq', 1, true);
SELECT pg_catalog.setval('public.plan_no_seq', 2, true);
SELECT pg_catalog.setval('public.rendition_no_seq', 3, true);
SELECT pg_catalog.setval('public.version_no_seq', 3, true);
ALTER TABLE ONLY public.acting
    ADD CONSTRAINT acting_pkey PRIMARY KEY (key, "position");
ALTER TABLE ONLY public.actor
    ADD CONSTRAINT actor_name_key UNIQUE (name);
ALTER TABLE ONLY public.actor
    ADD CONSTRAINT actor_pkey PRIMARY KEY (no);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.band
    ADD CONSTRAINT band_pkey PRIMARY KEY (band, rendition_no);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (no);
ALTER TABLE ONLY public.clause
    ADD CONSTRAINT clause_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_pkey PRIMARY KEY (no);
ALTER TABLE ONLY public.criterion
    ADD CONSTRAINT criterion_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.label
    ADD CONSTRAINT label_pkey PRIMARY KEY (name, value, key);
ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (plan_no, other_no, kind);
ALTER TABLE ONLY public.meaning
    ADD CONSTRAINT meaning_pkey PRIMARY KEY (meaning, actor_no);
ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_id_key UNIQUE (id);
ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (no);
ALTER TABLE ONLY public.quantity
    ADD CONSTRAINT quantity_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.reference
    ADD CONSTRAINT reference_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.rendition
    ADD CONSTRAINT rendition_pkey PRIMARY KEY (no);
ALTER TABLE ONLY public.rendition
    ADD CONSTRAINT rendition_sha256_key UNIQUE (sha256);
ALTER TABLE ONLY public.saved
    ADD CONSTRAINT saved_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.store
    ADD CONSTRAINT store_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (no);
ALTER TABLE ONLY public.version
    ADD CONSTRAINT version_plan_no_ordinal_key UNIQUE (plan_no, ordinal);
CREATE INDEX ix_acting_actor ON public.acting USING btree (actor_no, role, key);
CREATE INDEX ix_actor_agency ON public.actor USING btree (agency);
CREATE INDEX ix_assignment_id ON public.assignment USING btree (id);
CREATE INDEX ix_assignment_plan_no ON public.assignment USING btree (plan_no);
CREATE INDEX ix_assignment_role ON public.assignment USING btree (role, plan_no);
CREATE INDEX ix_award_authority ON public.award USING btree (authority, form, plan_no);
CREATE INDEX ix_award_form ON public.award USING btree (form, plan_no);
CREATE INDEX ix_award_id ON public.award USING btree (id);
CREATE INDEX ix_award_plan_no ON public.award USING btree (plan_no);
CREATE INDEX ix_band_rendition_no ON public.band USING btree (rendition_no);
CREATE INDEX ix_change_plan_no ON public.change USING btree (plan_no);
CREATE INDEX ix_clause_plan_no ON public.clause USING btree (plan_no);
CREATE INDEX ix_correction_plan_no ON public.correction USING btree (plan_no);
CREATE INDEX ix_criterion_audience ON public.criterion USING btree (audience, plan_no);
CREATE INDEX ix_criterion_id ON public.criterion USING btree (id);
CREATE INDEX ix_criterion_plan_no ON public.criterion USING btree (plan_no);
CREATE INDEX ix_label_key ON public.label USING btree (key);
CREATE INDEX ix_link_other_no ON public.link USING btree (other_no);
CREATE INDEX ix_milestone_end ON public.milestone USING btree ("end", start, plan_no);
CREATE INDEX ix_milestone_id ON public.milestone USING btree (id);
CREATE INDEX ix_milestone_kind ON public.milestone USING btree (kind, plan_no);
CREATE INDEX ix_milestone_plan_no ON public.milestone USING btree (plan_no);
CREATE INDEX ix_plan_folded_symbol ON public.plan USING btree (folded_symbol);
CREATE INDEX ix_plan_identity ON public.plan USING btree (identity);
CREATE INDEX ix_plan_issued ON public.plan USING btree (issued);
CREATE INDEX ix_plan_issuer_level ON public.plan USING btree (issuer_level);
CREATE INDEX ix_plan_issuer_unit ON public.plan USING btree (issuer_unit);
CREATE INDEX ix_plan_movement ON public.plan USING btree (movement);
CREATE INDEX ix_plan_unit ON public.plan USING btree (folded_unit, issuer_unit, place);
CREATE INDEX ix_plan_unit_code ON public.plan USING btree (unit_code);
CREATE INDEX ix_plan_year ON public.plan USING btree (year);
CREATE INDEX ix_quantity_amount ON public.quantity USING btree (unit, comparator, value, plan_no);
CREATE INDEX ix_quantity_id ON public.quantity USING btree (id);
CREATE INDEX ix_quantity_plan_no ON public.quantity USING btree (plan_no);
CREATE INDEX ix_reference_folded_symbol ON public.reference USING btree (folded_symbol);
CREATE INDEX ix_reference_id ON public.reference USING btree (id);
CREATE INDEX ix_reference_plan_no ON public.reference USING btree (plan_no);
CREATE INDEX ix_rendition_version_no ON public.rendition USING btree (version_no);
ALTER TABLE ONLY public.acting
    ADD CONSTRAINT acting_actor_no_fkey FOREIGN KEY (actor_no) REFERENCES public.actor(no);
ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.band
    ADD CONSTRAINT band_rendition_no_fkey FOREIGN KEY (rendition_no) REFERENCES public.rendition(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.clause
    ADD CONSTRAINT clause_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.criterion
    ADD CONSTRAINT criterion_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_other_no_fkey FOREIGN KEY (other_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.meaning
    ADD CONSTRAINT meaning_actor_no_fkey FOREIGN KEY (actor_no) REFERENCES public.actor(no);
ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.quantity
    ADD CONSTRAINT quantity_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.reference
    ADD CONSTRAINT reference_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.rendition
    ADD CONSTRAINT rendition_version_no_fkey FOREIGN KEY (version_no) REFERENCES public.version(no) ON DELETE CASCADE;
ALTER TABLE ONLY public.version
    ADD CONSTRAINT version_plan_no_fkey FOREIGN KEY (plan_no) REFERENCES public.plan(no) ON DELETE CASCADE;
