import GRDB

/// The catalogue's tables by version; a step, once shipped, never changes.
enum CatalogSchema {
  /// Marks the file as a catalogue of this program: `CSLD`.
  static let applicationID = 0x4353_4C44
  /// What leads from each version to the next.
  static let steps: [String] = [
    """
    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
      name TEXT NOT NULL,
      folder TEXT NOT NULL,
      spec TEXT NOT NULL,
      spec_digest TEXT NOT NULL,
      data_digest TEXT NOT NULL,
      version TEXT NOT NULL,
      seed TEXT NOT NULL,
      recommended TEXT,
      cost_cents INTEGER,
      facts TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE run ADD COLUMN misses_goal INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX run_by_spec ON run (spec_digest, data_digest);
    """,
  ]

  /// Brings a file to the newest version, in one transaction that no other process can share.
  ///
  /// - Throws: ``CatalogError`` for a file of another program or of a newer version.
  static func migrate(_ database: Database, path: String) throws {
    try check(database, path: path)
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version < steps.count else { return }
    for step in steps[version...] { try database.execute(sql: step) }
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(steps.count)")
  }

  /// Refuses what is no catalogue of ours.
  static func check(_ database: Database, path: String) throws {
    let own = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard own == applicationID || tables == 0 else { throw CatalogError.foreign(path: path) }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= steps.count else { throw CatalogError.newer(path: path, version: version) }
  }
}
