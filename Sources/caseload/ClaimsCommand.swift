import ArgumentParser
import ClaimsStore
import Foundation
import Quantities

struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Makes, imports, describes, checks and queries claims.",
    discussion:
      "Example:\n  caseload claims import fills.csv --into fills.claims --map maps/synpuf-omop.json",
    subcommands: [
      ClaimsSynthCommand.self, ClaimsImportCommand.self, ClaimsDescribeCommand.self,
      ClaimsVerifyCommand.self, ClaimsQueryCommand.self,
    ])
}

struct ClaimsSynthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synth",
    abstract: "Writes synthetic claims as CSV.",
    discussion:
      "Example:\n  caseload claims synth --profile mail-order --rows 100000 --seed 7 --out claims.csv"
  )

  @Option(help: "The kind of business: mail-order, pbm, retail, specialty or independent.")
  var profile: String
  @Option(help: "How many rows.")
  var rows: Int
  @Option(help: "The seed; the same seed makes the same bytes.")
  var seed: UInt64
  @Option(help: "The file to write.")
  var out: String
  @Option(help: "The first day after the claims, which cover the 24 months before it.")
  var before: String = "2026-10-01"
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    guard let kind = SyntheticProfile(rawValue: profile) else {
      let known = SyntheticProfile.allCases.map(\.rawValue).joined(separator: ", ")
      throw Outcome.wrongUsage("--profile \(profile): write one of \(known).")
    }
    guard (0...200_000_000).contains(rows) else {
      throw Outcome.wrongUsage("--rows \(rows): write a number from 0 to 200000000.")
    }
    guard let date = LocalDate(before) else {
      throw Outcome.wrongUsage("--before \(before): write a date such as 2026-10-01.")
    }
    try userFacing {
      let claims = SyntheticClaims(
        profile: kind, rows: rows, seed: seed, before: date, zone: .utc)
      let table = try claims.table(threads: ProcessInfo.processInfo.activeProcessorCount)
      try table.writeCSV(to: out)
    }
    if json {
      print(try jsonText(["file": out, "rows": "\(rows)"]))
    } else {
      print("\(rows) synthetic claims in \(out); times are UTC, money is in cents.")
    }
  }
}

struct ClaimsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Reads claims from delimited files, gzip or SQLite into a store.",
    discussion: """
      Example:
        caseload claims import pde.psv --into pde.claims --map maps/cms-pde.json

      The rows of several files are added in order. A store that exists keeps its rows and gets the new ones behind \
      them; a file that it has already is refused.
      """)

  @Argument(
    help: "The files: CSV and other delimited text, the same compressed with gzip, or SQLite.")
  var files: [String]
  @Option(help: "The store to make, or to add to.")
  var into: String
  @Option(help: "A column map, a JSON file.")
  var map: String?
  @Option(help: "What to do with a bad row: stop, or reject it into STORE.rejects.csv.")
  var onError: String = "stop"
  @Option(help: "A file with a secret of at least 16 bytes; member identifiers become tokens.")
  var key: String?
  @Option(help: "The table or view of an SQLite file that has several.")
  var table: String?
  @Option(help: "The most threads to use; the store does not depend on it.")
  var threads: Int = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let policy: ClaimsImport.OnError
    switch onError {
    case "stop": policy = .stop
    case "reject": policy = .reject(path: into + ".rejects.csv")
    default: throw Outcome.wrongUsage("--on-error \(onError): write stop or reject.")
    }
    guard (1...1024).contains(threads) else {
      throw Outcome.wrongUsage("--threads \(threads): write a number from 1 to 1024.")
    }
    let progress = Progress()
    let result = try userFacing {
      let columns = try map.map { try ColumnMap(contentsOf: $0) }
      let secret = try key.map { try MemberKey(contentsOf: $0) }
      return try ClaimsImport.files(
        files, into: into,
        options: ClaimsImport.Options(
          map: columns, onError: policy, key: secret, table: table, threads: threads,
          progress: { done, all in
            progress.show("reading", all > 0 ? Double(done) / Double(all) : 1)
          }))
    }
    progress.clear()
    for warning in result.warnings { printError("warning: \(warning)") }
    if json {
      print(
        try jsonText(
          ImportSummary(
            store: into, records: result.records, rows: result.rows, added: result.added,
            rejected: result.rejected, decisions: result.decisions, warnings: result.warnings)))
      return
    }
    let total = result.rows == result.added ? "" : ", now \(result.rows) in all"
    print("\(result.added) claims in \(into)\(total); \(result.rejected) rejected.")
    for decision in result.decisions { print("  \(decision)") }
  }

  private struct ImportSummary: Encodable {
    var store: String
    var records: Int
    var rows: Int
    var added: Int
    var rejected: Int
    var decisions: [String]
    var warnings: [String]
  }
}

struct ClaimsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks every checksum of a store.",
    discussion: "Example:\n  caseload claims verify fills.claims")

  @Argument(help: "The store.")
  var store: String
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let bytes = try userFacing { try ClaimsSnapshot.verify(store, threads: threads) }
    if json {
      print(try jsonText(["store": store, "bytesVerified": "\(bytes)"]))
    } else {
      print("\(store): \(bytes) bytes, all checksums right")
    }
  }
}

/// A value as one JSON document with sorted keys.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
