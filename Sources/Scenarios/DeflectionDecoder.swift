import LocatedJSON
import Quantities

/// Something that takes work off people: an IVR, a portal, electronic forms, a mended rule.
public struct DeflectionSpec: Sendable {
  /// A point of the adoption curve.
  public struct Adoption: Sendable {
    /// Seconds since the start.
    public var after: Double
    /// Share of the full effect that is reached, 0...1.
    public var share: Double
    /// Makes a point.
    public init(after: Double, share: Double) { (self.after, self.share) = (after, share) }
  }
  /// The name, for cost and report.
  public var name: String
  /// First day of the effect; nothing for the first day of the horizon.
  public var from: LocalDate?
  /// Share of the items that it takes when everybody who will has adopted it, 0...1.
  public var share: Double
  /// How the effect grows; full from the start when empty.
  public var adoption: [Adoption] = []
  /// Share of the taken items that come back to people at once, 0...1.
  public var returns = 0.0
  /// Factor on the handle time of what remains, as the easy items go first; positive.
  public var restHandleTime = 1.0
  /// Dollars once, on the first day.
  public var setUp = 0.0
  /// Dollars for each taken item, those that come back included.
  public var perItem = Dated(0.0)
  /// Dollars a month from the first day on.
  public var perMonth = Dated(0.0)
  /// Makes a deflection that costs nothing and takes its share at once.
  public init(name: String, from: LocalDate? = nil, share: Double) {
    (self.name, self.from, self.share) = (name, from, share)
  }
}

/// Keys of a point of the adoption curve.
private let adoptionKeys = KeyTable(
  "a point of the adoption curve",
  [
    .required(
      "after", .duration(.from(0, to: 3660 * 86_400), example: "90d"), "Time since the start."),
    .required("share", .anyShare, "Share of the full effect that is reached."),
  ])

/// Keys of a deflection.
let deflectionKeys = KeyTable(
  "a deflection",
  [
    .required("name", .text, "The name, for cost and report."),
    .required("share", .anyShare, "Share of the items that it takes in the end."),
    .optional("from", .date, "First day of the effect."),
    .optional("adoption", .list(.object(adoptionKeys)), "How the effect grows."),
    .optional("returns", .anyShare, "Share of the taken items that come back to people."),
    .optional(
      "restHandleTime", .number(.above(0, to: 10), example: "1.05"),
      "Factor on the handle time of what remains."),
    .optional("setUp", .anyDollars, "One payment on the first day."),
    .optional("perItem", .datedDollars, "Cost of each taken item."),
    .optional("perMonth", .datedDollars, "Cost of a month from the first day on."),
  ])

extension ReadingContext {
  /// Reads what takes work off a queue's people.
  func deflections(_ reader: ObjectReader) -> [DeflectionSpec] {
    var found: [DeflectionSpec] = []
    for element in reader.list("deflection") ?? [] {
      guard let inner = ObjectReader(element, deflectionKeys, self) else { continue }
      let (name, share) = (inner.text("name"), inner.number("share"))
      if let name, found.contains(where: { $0.name == name }) {
        inner.report(
          .duplicateName, "name", "another deflection of the queue has this name",
          "Give each its own name")
      }
      inner.note("from", calendar?.start.description ?? "the start", "the horizon's first day")
      inner.note("adoption", "at once", "none is given")
      var spec = DeflectionSpec(name: name ?? "", from: inner.date("from"), share: share ?? 0)
      if let calendar, let from = spec.from, from > calendar.end {
        inner.report(
          .contradiction, "from", "the horizon ends before, on \(calendar.end)",
          "Write a day inside the horizon")
      }
      spec.adoption = adoptionCurve(inner)
      spec.returns = inner.number("returns", or: 0, "nothing is said to come back")
      spec.restHandleTime = inner.number(
        "restHandleTime", or: 1, "what remains is said to be no harder")
      spec.setUp = inner.number("setUp", or: 0, "none is given")
      spec.perItem = inner.dollars("perItem", or: 0, "none is given")
      spec.perMonth = inner.dollars("perMonth", or: 0, "none is given")
      if name != nil, share != nil { found.append(spec) }
    }
    return found
  }

  private func adoptionCurve(_ reader: ObjectReader) -> [DeflectionSpec.Adoption] {
    var points: [DeflectionSpec.Adoption] = []
    for element in reader.list("adoption") ?? [] {
      guard let point = ObjectReader(element, adoptionKeys, self),
        let after = point.duration("after"), let share = point.number("share")
      else { continue }
      if let last = points.last, after <= last.after || share < last.share {
        report(
          .contradiction, element,
          "adoption must ascend: this point is not after the one before it, or less",
          "Put the points in the order of their times")
      }
      points.append(.init(after: after, share: share))
    }
    return points
  }
}
