import LocatedJSON
import Quantities

/// Keys of the built-in generator of claims.
private let syntheticKeys = KeyTable(
  "synthetic claims",
  [
    .required(
      "profile", .choice(["mail-order", "pbm", "retail", "specialty", "independent"]),
      "The kind of business that the claims imitate."),
    .required("rows", .whole(1...200_000_000, example: "1000000"), "The number of claims."),
    .optional("seed", .whole(0...Int.max, example: "7"), "The seed of the generator."),
  ])

/// Keys of the source of claims.
let claimsKeys = KeyTable(
  "claims",
  [
    .optional("synthetic", .object(syntheticKeys), "Claims of the built-in generator."),
    .optional("store", .text, "The folder of an imported store."),
    .optional("csv", .text, "A CSV file of claims."),
    .optional("map", .text, "The column map of the CSV file."),
    .optional(
      "members", .number(.above(0, to: 1e9), example: "40000"),
      "How many members the claims stand for."),
    .optional(
      "shift", .duration(.from(0, to: 100 * 365.25 * 86_400), example: "52w"),
      "Whole weeks by which the dates are moved later."),
  ])

extension ReadingContext {
  private enum ProfileWord: String, CaseIterable {
    case mailOrder = "mail-order"
    case pbm, retail, specialty, independent
  }

  /// Reads where claims come from.
  func claimsSpec(_ item: Item) -> ClaimsSpec? {
    guard let reader = ObjectReader(item, claimsKeys, self) else { return nil }
    let source = claimsSource(reader)
    reader.note("members", "those who occur in them", "the claims are said to be all of these")
    let members = reader.number("members")
    let shift = shiftWeeks(reader)
    guard let source, let shift else { return nil }
    return ClaimsSpec(source: source, members: members, shiftWeeks: shift)
  }

  private func claimsSource(_ reader: ObjectReader) -> ClaimsSpec.Source? {
    let given = ["synthetic", "store", "csv"].filter { reader.has($0) }
    if given.isEmpty {
      report(
        .missingKey, reader.item, "there is no source of claims",
        "Add \"synthetic\": { … }, \"store\": \"PATH\" or \"csv\": \"PATH\"")
    }
    for extra in given.dropFirst() {
      reader.report(
        .contradiction, extra, "claims come from \"\(given[0])\" and from \"\(extra)\"",
        "Keep one of them")
    }
    if reader.has("map"), !reader.has("csv") {
      reader.report(
        .misplacedKey, "map", "a column map belongs to a CSV file",
        "Leave it out, or give \"csv\" with the file's path")
    }
    switch given.first {
    case "synthetic": return synthetic(reader)
    case "store": return reader.text("store").map { .store(path: $0) }
    case "csv":
      let map = reader.text("map")
      return reader.text("csv").map { .csv(path: $0, map: map) }
    default: return nil
    }
  }

  private func synthetic(_ reader: ObjectReader) -> ClaimsSpec.Source? {
    if reader.has("shift") {
      reader.report(
        .contradiction, "shift", "synthetic claims already end where the horizon begins",
        "Leave the shift out")
    }
    if !hasCalendar {
      reader.report(
        .missingPart, "synthetic", "synthetic claims cover the 24 months before the horizon",
        "Add \"calendar\" to the spec")
    }
    guard let inner = reader.object("synthetic") else { return nil }
    let profile = inner.choice("profile", as: ProfileWord.self)
    let rows = inner.whole("rows")
    inner.note("seed", "\(seed)", "the seed of the spec")
    let own = inner.whole("seed").map { UInt64($0) }
    guard let profile, let rows else { return nil }
    return .synthetic(profile: profile.rawValue, rows: rows, seed: own ?? seed)
  }

  private func shiftWeeks(_ reader: ObjectReader) -> Int? {
    guard let item = reader.item("shift") else { return 0 }
    guard let seconds = reader.duration("shift") else { return nil }
    let weeks = seconds / 604_800
    guard weeks == weeks.rounded() else {
      report(
        .outOfRange, item, "\(item.words) is no whole number of weeks, so weekdays would move",
        "Write weeks, such as \"\(Int(weeks.rounded()))w\"")
      return nil
    }
    return Int(weeks)
  }
}
