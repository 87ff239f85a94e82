import Foundation
import Quantities

@testable import ClaimsStore

/// A folder that lasts as long as one test.
final class Workspace {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "claims-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("A test folder stays: \(error)")
    }
  }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func write(_ text: String, as name: String) throws -> String {
    try write(Array(text.utf8), as: name)
  }

  /// Imports text as `claims.csv`.
  func claims(
    _ text: String, map: String? = nil, onError: ClaimsImport.OnError = .stop,
    key: MemberKey? = nil, threads: Int = 1
  ) throws -> ClaimsImport.Result {
    try claims(Array(text.utf8), map: map, onError: onError, key: key, threads: threads)
  }

  func claims(
    _ bytes: [UInt8], map: String? = nil, onError: ClaimsImport.OnError = .stop,
    key: MemberKey? = nil, threads: Int = 1
  ) throws -> ClaimsImport.Result {
    let path = try write(bytes, as: "claims.csv")
    let columnMap = try map.map { try ColumnMap(parsing: $0, file: "map.json") }
    return try ClaimsImport.csv(
      path, named: "claims.csv",
      options: .init(map: columnMap, onError: onError, key: key, threads: threads))
  }
}

/// Synthetic claims that several tests share, because making them takes a while in a debug build.
enum Synthetic {
  /// 67,000 rows: more than one block.
  static let large = make(.mailOrder, rows: 67_000)

  static func make(_ profile: SyntheticProfile, rows: Int, seed: UInt64 = 7) -> Result<
    ClaimsTable, any Error
  > {
    Result {
      guard let start = LocalDate("2026-10-01"), let zone = ZoneRules(name: "America/Chicago")
      else {
        throw CocoaError(.featureUnsupported)
      }
      return try SyntheticClaims(
        profile: profile, rows: rows, seed: seed, before: start, zone: zone
      )
      .table()
    }
  }
}

/// Files that are beside the project in some places and not in others.
enum Shared {
  static let root: String? = {
    var candidates: [String] = []
    if let named = ProcessInfo.processInfo.environment["CASELOAD_SHARED"] {
      candidates.append(named)
    }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    candidates.append(package.deletingLastPathComponent().appendingPathComponent("shared").path)
    let found = candidates.first { FileManager.default.fileExists(atPath: $0 + "/data/claims") }
    if found == nil { print("Tests on outside claims are skipped: no shared folder") }
    return found
  }()

  static func claims(_ name: String) -> String { (root ?? "") + "/data/claims/" + name }

  /// A column map of the project.
  static func map(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("maps/\(name).json").path
  }
}

extension ClaimsTable {
  /// The values of a column as text, `nil` for nulls.
  func texts(_ name: String) -> [String?] {
    guard let column = column(named: name) else { return [] }
    return (0..<rowCount).map { row in
      column.type == .text ? column.text(row) : column.integer(row).map { String($0) }
    }
  }

  func integers(_ name: String) -> [Int64?] {
    guard let column = column(named: name) else { return [] }
    return (0..<rowCount).map { column.integer($0) }
  }
}
