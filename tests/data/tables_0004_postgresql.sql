-- The tables of that version on PostgreSQL, as it made them.
CREATE TABLE tracker_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT tracker_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE plans (
	id BIGSERIAL NOT NULL,
	key TEXT NOT NULL,
	name TEXT NOT NULL,
	CONSTRAINT pk_plans PRIMARY KEY (id),
	CONSTRAINT uq_plans_key UNIQUE (key)
);
CREATE TABLE files (
	sha256 VARCHAR(64) NOT NULL,
	compressed BOOLEAN NOT NULL,
	body BYTEA NOT NULL,
	CONSTRAINT pk_files PRIMARY KEY (sha256)
);
CREATE TABLE recorded (
	id BIGSERIAL NOT NULL,
	plan_id BIGINT NOT NULL,
	as_at DATE NOT NULL,
	file_name TEXT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	sheets TEXT NOT NULL,
	sheets_sha256 VARCHAR(64) NOT NULL,
	edition INTEGER NOT NULL,
	recorded_by TEXT NOT NULL,
	recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	mapping TEXT,
	actions INTEGER NOT NULL,
	errors INTEGER NOT NULL,
	warnings INTEGER NOT NULL,
	notes INTEGER NOT NULL,
	CONSTRAINT pk_recorded PRIMARY KEY (id),
	CONSTRAINT uq_recorded_plan_id UNIQUE (plan_id, sha256, sheets_sha256, edition),
	CONSTRAINT fk_recorded_plan_id FOREIGN KEY(plan_id) REFERENCES plans (id),
	CONSTRAINT fk_recorded_sha256 FOREIGN KEY(sha256) REFERENCES files (sha256)
);
CREATE INDEX ix_recorded_sha256 ON recorded (sha256);
CREATE INDEX ix_recorded_plan_id_as_at ON recorded (plan_id, as_at);
CREATE TABLE actions (
	recorded_id BIGINT NOT NULL,
	position INTEGER NOT NULL,
	reference TEXT,
	recommendation TEXT,
	recommendation_text TEXT,
	recommendation_due DATE,
	source TEXT,
	scope TEXT,
	action TEXT,
	owner TEXT,
	owners TEXT NOT NULL,
	original_due DATE,
	original_due_text TEXT,
	revised_due DATE,
	revised_due_text TEXT,
	date_moves INTEGER NOT NULL,
	status VARCHAR(20) NOT NULL,
	status_text TEXT,
	percent_complete DOUBLE PRECISION,
	completed_on DATE,
	progress TEXT,
	dependency TEXT,
	risk TEXT,
	priority TEXT,
	evidence TEXT,
	success_measure TEXT,
	restricted BOOLEAN NOT NULL,
	sheet TEXT NOT NULL,
	row INTEGER NOT NULL,
	CONSTRAINT pk_actions PRIMARY KEY (recorded_id, position),
	CONSTRAINT fk_actions_recorded_id FOREIGN KEY(recorded_id) REFERENCES recorded (id) ON DELETE CASCADE
);
CREATE TABLE readings (
	recorded_id BIGINT NOT NULL,
	body BYTEA NOT NULL,
	CONSTRAINT pk_readings PRIMARY KEY (recorded_id),
	CONSTRAINT fk_readings_recorded_id FOREIGN KEY(recorded_id) REFERENCES recorded (id) ON DELETE CASCADE
);
CREATE TABLE supersessions (
	recorded_id BIGINT NOT NULL,
	by_id BIGINT NOT NULL,
	reason TEXT NOT NULL,
	superseded_by TEXT NOT NULL,
	superseded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_supersessions PRIMARY KEY (recorded_id),
	CONSTRAINT ck_supersessions_ck_supersessions_by_another CHECK (recorded_id <> by_id),
	CONSTRAINT fk_supersessions_recorded_id FOREIGN KEY(recorded_id) REFERENCES recorded (id) ON DELETE CASCADE,
	CONSTRAINT fk_supersessions_by_id FOREIGN KEY(by_id) REFERENCES recorded (id) ON DELETE CASCADE
);
CREATE TABLE deletions (
	recorded_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	as_at DATE NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	deleted_by TEXT NOT NULL,
	deleted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_deletions PRIMARY KEY (recorded_id)
);
CREATE TABLE layouts (
	id BIGSERIAL NOT NULL,
	key VARCHAR(64) NOT NULL,
	mapping TEXT NOT NULL,
	remembered_by TEXT NOT NULL,
	remembered_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_layouts PRIMARY KEY (id)
);
CREATE INDEX ix_layouts_key ON layouts (key);
CREATE TABLE match_decisions (
	id BIGSERIAL NOT NULL,
	plan_id BIGINT NOT NULL,
	old_key TEXT NOT NULL,
	new_key TEXT NOT NULL,
	same BOOLEAN NOT NULL,
	decided_by TEXT NOT NULL,
	decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_match_decisions PRIMARY KEY (id),
	CONSTRAINT fk_match_decisions_plan_id FOREIGN KEY(plan_id) REFERENCES plans (id) ON DELETE CASCADE
);
CREATE INDEX ix_match_decisions_plan_id ON match_decisions (plan_id);
INSERT INTO tracker_version (version_num) VALUES ('0001') RETURNING tracker_version.version_num;
CREATE TABLE report_words (
	id BIGSERIAL NOT NULL,
	key TEXT NOT NULL,
	words TEXT NOT NULL,
	remembered_by TEXT NOT NULL,
	remembered_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_report_words PRIMARY KEY (id),
	CONSTRAINT uq_report_words_key UNIQUE (key)
);
UPDATE tracker_version SET version_num='0002' WHERE tracker_version.version_num = '0001';
CREATE TABLE baselines (
	recorded_id BIGINT NOT NULL,
	public BOOLEAN NOT NULL,
	position INTEGER NOT NULL,
	original_due DATE NOT NULL,
	CONSTRAINT pk_baselines PRIMARY KEY (recorded_id, public, position),
	CONSTRAINT fk_baselines_recorded_id FOREIGN KEY(recorded_id) REFERENCES recorded (id) ON DELETE CASCADE
);
CREATE TABLE baselines_known (
	recorded_id BIGINT NOT NULL,
	known_from VARCHAR(120) NOT NULL,
	CONSTRAINT pk_baselines_known PRIMARY KEY (recorded_id),
	CONSTRAINT fk_baselines_known_recorded_id FOREIGN KEY(recorded_id) REFERENCES recorded (id) ON DELETE CASCADE
);
CREATE INDEX ix_actions_measured ON actions (recorded_id, position, status, original_due, revised_due, completed_on, restricted);
UPDATE tracker_version SET version_num='0004' WHERE tracker_version.version_num = '0002';
