import ClaimsStore
import Foundation
import LocatedJSON
import Quantities

/// The claims of a notebook's SQL blocks, as its first line names them.
///
///     <!-- claims: { "synthetic": { "profile": "pbm", "rows": 200000, "seed": 7 }, "before": "2027-01-01" } -->
///     <!-- claims: { "store": "data/fills.claims" } -->
struct NotebookClaims {
  private static let opening = "<!-- claims:"

  /// The claims of a notebook; nothing when it names none.
  static func load(
    _ document: NotebookDocument, paths: NotebookPaths, threads: Int
  ) throws -> ClaimsDatabase? {
    for case .text(let lines) in document.parts {
      for line in lines where line.hasPrefix(opening) && line.hasSuffix("-->") {
        let text = String(line.dropFirst(opening.count).dropLast(3))
        return ClaimsDatabase(
          claims: try table(text, file: document.file, paths: paths, threads: threads))
      }
    }
    return nil
  }

  private static func table(
    _ text: String, file: String, paths: NotebookPaths, threads: Int
  ) throws -> ClaimsTable {
    let usage =
      "Write <!-- claims: { \"synthetic\": { \"profile\": \"pbm\", \"rows\": 200000, \"seed\": 7 }, "
      + "\"before\": \"2027-01-01\" } -->, or { \"store\": PATH }."
    let root = try LocatedDocument(parsing: Array(text.utf8), file: "\(file), claims").root
    let keys = root.members?.map(\.key) ?? []
    if keys == ["store"], let path = root["store"]?.string {
      guard paths.mayRead(path) else {
        throw NotebookError(
          "\(file): the store \"\(path)\" lies outside of the working folder. Copy it into it.")
      }
      return try ClaimsSnapshot.open(path)
    }
    guard Set(keys) == ["synthetic", "before"], let made = root["synthetic"],
      Set(made.members?.map(\.key) ?? []) == ["profile", "rows", "seed"],
      let profile = made["profile"]?.string.flatMap(SyntheticProfile.init(rawValue:)),
      let rows = made["rows"]?.number.flatMap({ Int($0.text) }), (1...5_000_000).contains(rows),
      let seed = made["seed"]?.number.flatMap({ UInt64($0.text) }),
      let before = root["before"]?.string.flatMap({ LocalDate($0) }),
      let zone = ZoneRules(name: "America/Chicago")
    else { throw NotebookError("\(file): the claims cannot be read. \(usage)") }
    return try SyntheticClaims(profile: profile, rows: rows, seed: seed, before: before, zone: zone)
      .table(threads: threads)
  }
}
