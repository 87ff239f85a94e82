import Testing

@testable import ClaimsStore

/// What an import gave, in a form that two imports can be compared by.
private struct ImportFacts: Equatable {
  var digest: String
  var rejects: [String]
  var records: [String?]
  var rows: Int

  init(_ text: [UInt8], map: ColumnMap?, chunkBytes: Int, threads: Int, isCareful: Bool) throws {
    let workspace = try Workspace()
    let file = try MappedFile(path: try workspace.write(text, as: "claims.csv"))
    var run = CSVImport(
      bytes: file.bytes(0..<file.count), shown: "claims.csv",
      options: .init(map: map, onError: .reject(path: ""), threads: threads),
      chunkBytes: chunkBytes)
    run.isAlwaysCareful = isCareful
    let outcome = try run.run()
    rows = outcome.draft.rowCount
    rejects = outcome.rejects.flatMap { $0.reasons.map(\.description) }
    records = outcome.rejects.map(\.record)
    digest = try outcome.draft.table(threads: 1).dataDigest()
  }
}

/// Vigna's SplitMix64.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// Makes claims files in which every form of a field occurs, good and bad.
private struct WildCSV {
  var random: SplitMix64
  /// How many fields of a hundred are unusual.
  let wildness: Int
  let delimiter: String
  let lineEnd: String

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    wildness = [0, 1, 10, 40][Int(seed % 4)]
    delimiter = [",", "|", "\t", ";"][Int(seed / 4 % 4)]
    lineEnd = seed % 3 == 0 ? "\r\n" : "\n"
  }

  mutating func pick(_ texts: [String]) -> String {
    texts[Int.random(in: 0..<texts.count, using: &random)]
  }

  mutating func isWild() -> Bool { Int.random(in: 0..<100, using: &random) < wildness }

  mutating func number() -> String {
    if isWild() {
      return pick([
        "", "-1", "+7", " 5", "2147483647", "2147483648", "-2147483648", "99999999999999999999",
        "1.0", "1.5", "x", "--1", "-", "12345678", "123456789", "0000000012", "1e3", "１",
        "1234567890123456", "12345678901234567", "-123456789012345678", "\"\"", "\"42\"", "1\u{0}",
      ])
    }
    return
      "\(Int.random(in: 0..<[10, 1000, 100_000_000][Int.random(in: 0..<3, using: &random)], using: &random))"
  }

  mutating func moment() -> String {
    let day = Int.random(in: 1...28, using: &random)
    let date = "2026-0\(Int.random(in: 1...9, using: &random))-\(day < 10 ? "0" : "")\(day)"
    if isWild() {
      return pick([
        "", "2026-02-30", "2024-02-29", "2025-02-29", "2100-02-29", "20260131", "01/31/2026",
        "31-Jan-2026", "2026-01-31T08:00:00Z", "2026-01-31T08:00:00z", "2026-01-31 24:00:00",
        "2026-01-31 08:60:00", "2026-01-31 08:00:00.5", "2026-01-31T02:00:00-06:00", "0000-01-01",
        "0001-01-01", "9999-12-31 23:59:59", "2026-13-01", "2026-00-10", "\"2026-01-31\"",
        "2026-01-31x08:00:00", "1969-12-31 23:59:59", "2026-1-1", "2026-01-3１",
      ])
    }
    return date + pick(["", " 08:09:10", "T23:59:59"])
  }

  mutating func text() -> String {
    if isWild() {
      return pick([
        "", " ", "  x", "x  ", "\"a\(delimiter)b\"", "\"a \"\"b\"\" c\"", "\"two\nlines\"",
        "\"\"\"\"", "é", "日本語のテキスト", "sixteen letters!", "seventeen letters",
        "a text that is longer than any slot can hold", "\u{0}", "5\" tube", "\"x\"y", "\"open",
        "\"\r\n\"", "\"end\"",
      ])
    }
    return pick(["paid", "rejected", "reversed", "00071015523", "", "mail", "specialty", "TX"])
  }

  mutating func boolean() -> String {
    isWild()
      ? pick(["", "T", "Yes", "NO", "y", "0", "1", "maybe", " true", "\u{11}", "tru", "falsee"])
      : pick(["true", "false"])
  }

  mutating func file() -> [UInt8] {
    let names = [
      "ts", "member_id", "claim_id", "ndc", "copay", "pa_flag", "status", "quantity", "note",
      "extra",
    ]
    var lines = [names.joined(separator: delimiter)]
    for _ in 0..<Int.random(in: 20..<900, using: &random) {
      var fields = [
        moment(), number(), number(), text(), number(), boolean(), text(), number(), text(),
        number(),
      ]
      if isWild(), isWild() { fields.removeLast() }
      if isWild(), isWild() { fields.append("more") }
      if isWild(), isWild() { fields = [""] }
      lines.append(fields.joined(separator: delimiter))
    }
    var bytes = Array(lines.joined(separator: lineEnd).utf8)
    if Bool.random(using: &random) { bytes += Array(lineEnd.utf8) }
    if Bool.random(using: &random) { bytes = [0xEF, 0xBB, 0xBF] + bytes }
    if wildness > 1, Bool.random(using: &random) {
      bytes.insert(0xC3, at: Int.random(in: bytes.count / 2...bytes.count, using: &random))
    }
    return bytes
  }
}

@Suite("Import in batches")
struct ImportBatchesTests {
  @Test(
    "Batches, single records, any cut and any number of threads give the same rows and messages",
    arguments: UInt64(1)...48)
  func agreement(seed: UInt64) throws {
    var wild = WildCSV(seed: seed)
    let text = wild.file()
    let map =
      seed % 5 == 0
      ? try ColumnMap(
        parsing: #"""
          {"timeZone": "America/Chicago", "columns": {"copay": {"from": "copay", "unit": "dollars"},
           "claim_id": {"from": "claim_id", "type": "text"}, "channel": {"value": "retail"}}}
          """#, file: "map.json") : nil
    let careful = try ImportFacts(text, map: map, chunkBytes: 1 << 20, threads: 1, isCareful: true)
    for (chunkBytes, threads) in [(1 << 20, 1), (97, 2), (4_000, 2)] {
      let facts = try ImportFacts(
        text, map: map, chunkBytes: chunkBytes, threads: threads, isCareful: false)
      #expect(facts == careful, "chunks of \(chunkBytes) bytes, \(threads) threads")
    }
  }

  @Test("Dollars in any usual form are the same cents in a batch and singly")
  func dollars() throws {
    let map = try ColumnMap(
      parsing:
        #"{"columns": {"copay": {"from": "copay", "unit": "dollars"}, "quantity": {"from": "quantity"}}}"#,
      file: "map.json")
    var text = "ts,member_id,copay,quantity\n"
    for value in [
      "0", "1", "-1", "12.5", "12.50", "-12.05", "12.", ".5", "-.5", "0.07", "99999999.99",
      "21474836.47", "21474836.48", "-21474836.48", "1.234", "1.2.3", "", "12,5", "\"3.25\"",
      "+1.25",
      "123456789", "1234567890.12", "5.1 ", "-0.00",
    ] {
      text +=
        "2026-01-31,1,\(value.contains(",") ? "\"\(value)\"" : value),\(value.hasPrefix("1") ? value : "1")\n"
    }
    let facts = try [true, false].map {
      try ImportFacts(
        Array(text.utf8), map: map, chunkBytes: 1 << 20, threads: 1, isCareful: $0)
    }
    #expect(facts[0] == facts[1])
    #expect(facts[0].rows > 12)
  }
}
