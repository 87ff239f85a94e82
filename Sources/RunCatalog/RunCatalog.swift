import Foundation
import GRDB
import Results

/// The catalogue of runs, an SQLite file that several processes may write at once.
///
/// A file that is damaged or is not ours is refused with a message and never changed.
public struct RunCatalog: Sendable {
  private let queue: DatabaseQueue
  private let path: String

  /// Opens a catalogue to record in it; makes it, with its folder, when it is not there.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``CatalogError`` when it cannot be used.
  public init(recordingIn path: String) throws(CatalogError) {
    self.path = path
    queue = try RunCatalog.guarded(path) {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let queue = try DatabaseQueue(path: path, configuration: RunCatalog.configuration)
      try queue.writeWithoutTransaction { database in
        try RunCatalog.checkPages(database, path: path)
        try database.inTransaction(.immediate) {
          try CatalogSchema.migrate(database, path: path)
          return .commit
        }
      }
      return queue
    }
  }

  /// Opens a catalogue that is there, to read it; one of an older version is brought up to date first.
  ///
  /// - Parameter path: The file.
  /// - Returns: Nothing when there is no such file.
  /// - Throws: ``CatalogError`` when it cannot be used.
  public static func existing(_ path: String) throws(CatalogError) -> RunCatalog? {
    FileManager.default.fileExists(atPath: path) ? try RunCatalog(recordingIn: path) : nil
  }

  /// Records a run.
  ///
  /// - Parameter run: The run; number and time are given here.
  /// - Returns: Its number.
  /// - Throws: ``CatalogError`` when the file cannot be written.
  public func record(_ run: CatalogRun) throws(CatalogError) -> Int64 {
    try RunCatalog.guarded(path) {
      let facts = String(decoding: try RunCatalog.encoder.encode(run.facts), as: UTF8.self)
      let best = run.facts.leading.flatMap { run.facts.alternative(named: $0) }
      return try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO run (name, folder, spec, spec_digest, data_digest, version, seed, recommended,
              cost_cents, facts, misses_goal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            run.facts.name, run.folder, run.spec, run.facts.provenance.specDigest,
            run.facts.provenance.dataDigest, run.facts.provenance.version,
            String(run.facts.provenance.seed), run.facts.recommended, best?.costCents.value, facts,
            run.missesGoal,
          ])
        return database.lastInsertedRowID
      }
    }
  }

  /// The newest runs, newest first.
  ///
  /// - Parameter limit: At most how many.
  /// - Returns: The runs.
  /// - Throws: ``CatalogError`` when the file cannot be read.
  public func newest(_ limit: Int) throws(CatalogError) -> [CatalogRun] {
    try RunCatalog.guarded(path) {
      try queue.read { database in
        try Row.fetchAll(
          database, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [limit]
        ).map(RunCatalog.run)
      }
    }
  }

  /// A run by its number.
  ///
  /// - Parameter id: The number as typed.
  /// - Returns: The run.
  /// - Throws: ``CatalogError/noRun(id:known:)`` when there is none, others when the file cannot be read.
  public func run(_ id: String) throws(CatalogError) -> CatalogRun {
    let found = try RunCatalog.guarded(path) {
      try queue.read { database in
        try Row.fetchOne(
          database, sql: "SELECT * FROM run WHERE id = ?", arguments: [Int64(id) ?? 0]
        ).map(RunCatalog.run)
      }
    }
    guard let found else {
      throw .noRun(id: id, known: try newest(5).map { "\($0.id)" })
    }
    return found
  }

  private static func run(_ row: Row) throws -> CatalogRun {
    let text: String = row["facts"]
    let facts = try JSONDecoder().decode(RunFacts.self, from: Data(text.utf8))
    var run = CatalogRun(
      folder: row["folder"], spec: row["spec"], missesGoal: row["misses_goal"], facts: facts)
    (run.id, run.recordedAt) = (row["id"], row["recorded_at"])
    return run
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    // Another process's write takes milliseconds; half a minute outlasts a busy machine.
    configuration.busyMode = .timeout(30)
    configuration.label = "catalogue"
    return configuration
  }

  private static func checkPages(_ database: Database, path: String) throws {
    let answer = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
    guard answer == "ok" else { throw CatalogError.damaged(path: path, reason: answer) }
  }

  /// Does something with the file and says what is wrong with it.
  private static func guarded<Value>(
    _ path: String, _ work: () throws -> Value
  ) throws(CatalogError) -> Value {
    do {
      return try work()
    } catch let error as CatalogError {
      throw error
    } catch let error as DatabaseError {
      let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: throw .damaged(path: path, reason: reason)
      default: throw .unusable(path: path, reason: reason)
      }
    } catch let error as DecodingError {
      throw .damaged(path: path, reason: "a run's facts cannot be read: \(error)")
    } catch {
      throw .unusable(path: path, reason: error.localizedDescription)
    }
  }
}
