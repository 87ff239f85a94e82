import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads a whole spec; nothing when a problem was noted.
  func scenario(_ value: LocatedValue, path: String) -> Scenario? {
    guard let reader = ObjectReader(Item(value: value, path: .root), rootKeys, self) else {
      return nil
    }
    if use == .run && !hasCalendar {
      report(
        .missingKey, reader.item, "\"calendar\" is missing, and a run needs a horizon",
        "Add \"calendar\": \(calendarKeys.example), or use caseload simulate")
    }
    seed = UInt64(reader.whole("seed", or: 1, "any seed will do"))
    let name = title(reader, path: path)
    let question = reader.text("question") ?? ""
    reader.note("owner", "operations leader", "the usual reader of a staffing plan")
    let owner = reader.text("owner")
    let notes = remarks(reader)
    calendar = reader.item("calendar").flatMap { calendarSpec($0) }
    let claims = reader.item("claims").flatMap { claimsSpec($0) }
    if let place = reader.item("$schema") { _ = text(place) }
    let uncertainty = uncertaintySpec(reader)
    let discount =
      hasCalendar
      ? reader.number("discountRatePerYear", or: 0.08, "a usual hurdle rate") : 0
    let base = parts(reader.item)
    let alternatives = AlternativeDecoder(root: value, context: self, base: base).alternatives()
    guard problems.isEmpty, let base else { return nil }
    var scenario = Scenario(
      name: name, question: question, notes: notes, calendar: calendar, claims: claims,
      members: base.members, queues: base.queues, pools: base.pools, alternatives: alternatives,
      uncertainty: uncertainty, seed: seed, defaults: defaults)
    scenario.owner = owner ?? scenario.owner
    scenario.estimates = estimates
    scenario.discountRatePerYear = discount
    (scenario.outcomes, scenario.clients) = (base.outcomes, base.clients)
    return scenario
  }

  private func title(_ reader: ObjectReader, path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.hasSuffix(".json") ? String(file.dropLast(5)) : file
    reader.note("name", stem, "the file's name")
    return reader.text("name") ?? stem
  }

  private func remarks(_ reader: ObjectReader) -> [String] {
    guard let item = reader.item("notes") else { return [] }
    return list(item, reader.form("notes")).compactMap { element in
      guard element.members != nil else { return text(element) }
      guard let inner = ObjectReader(element, noteKeys, self) else { return nil }
      let words = inner.text("text")
      let source = inner.text("source")
      guard let words, let source else { return nil }
      return "\(words) (\(source))"
    }
  }

  private func uncertaintySpec(_ reader: ObjectReader) -> UncertaintySpec {
    let usual = "the usual setting"
    let item = reader.item("uncertainty")
    let empty = Item(
      value: LocatedValue(.object([]), at: reader.item.value.position),
      path: JSONPath.root.key("uncertainty"))
    let fallback = UncertaintySpec(demandPaths: 200, planFor: 0.8, proofHalfWidth: 0.01)
    guard let inner = ObjectReader(item ?? empty, uncertaintyKeys, self) else { return fallback }
    let paths = inner.whole("demandPaths", or: fallback.demandPaths, usual)
    inner.note("planFor", "P80", usual)
    let planFor = inner.item("planFor").flatMap { percentile($0) } ?? fallback.planFor
    let width = inner.number("proofHalfWidth", or: fallback.proofHalfWidth, usual)
    var spec = UncertaintySpec(demandPaths: paths, planFor: planFor, proofHalfWidth: width)
    spec.dayCorrelation = inner.number("dayCorrelation") ?? 0
    if hasCalendar {
      inner.note(
        "shortHourPrice", "5 × the dearest hour of any pool", "dearer than any way to cover it")
    }
    spec.shortHourPrice = inner.number("shortHourPrice")
    return spec
  }
}
