import LocatedJSON

/// A value of the spec that was estimated from data.
public struct EstimatedValue: Hashable, Sendable {
  /// JSON path of the value, or of its driver for a point of a curve.
  public var path: String
  /// The value, as the spec writes it.
  public var value: String
  /// The data behind it with the 95 % interval; says when the spec has another value by now.
  public var source: String
  /// Makes a record of an estimate.
  public init(path: String, value: String, source: String) {
    (self.path, self.value, self.source) = (path, value, source)
  }
}

private let anyNumber = ValueForm.number(.from(0, to: 1e12), example: "0.62")

/// Keys of one estimated value.
private let estimateKeys = KeyTable(
  "an estimated value",
  [
    .required("of", .text, "The key that was estimated, such as \"perClaim\"."),
    .required("value", anyNumber, "The estimate."),
    .required("lower95", anyNumber, "Lower end of its 95 % interval."),
    .required("upper95", anyNumber, "Upper end of its 95 % interval."),
  ])

/// Keys of the record of an estimate.
let estimatedKeys = KeyTable(
  "the record of an estimate",
  [
    .required("from", .text, "The data that the driver's values come from."),
    .required("values", .list(.object(estimateKeys)), "The estimates with their intervals."),
  ])

extension ReadingContext {
  /// Notes which values of a driver were estimated from data, for the report.
  ///
  /// - Parameters:
  ///   - reader: The driver.
  ///   - cause: Its cause.
  func noteEstimates(_ reader: ObjectReader, _ cause: DriverSpec.Cause?) {
    guard let record = reader.object("estimated") else { return }
    let from = record.text("from")
    guard let elements = record.list("values"), let from else { return }
    for element in elements {
      guard let inner = ObjectReader(element, estimateKeys, self), let key = inner.text("of"),
        let value = inner.number("value"), let lower = inner.number("lower95"),
        let upper = inner.number("upper95")
      else { continue }
      guard lower <= value, value <= upper else {
        report(
          .contradiction, element, "the estimate lies outside its own interval",
          "Run caseload estimate again with --into")
        continue
      }
      var (path, present) = (reader.item.path, value)
      switch cause {
      case .claims(_, _, let rate) where key == "perClaim":
        (path, present) = (path.key("claims").key(key), rate)
      case .members(let rate, _) where key == "perMemberMonth":
        (path, present) = (path.key("members").key(key), rate)
      default: break
      }
      let range = "95 %: \(plain(lower)) to \(plain(upper))"
      estimates.append(
        EstimatedValue(
          path: path == reader.item.path ? "\(path), \(key)" : path.description,
          value: plain(present),
          source: present == value
            ? "estimated from \(from); \(range)"
            : "given; the estimate from \(from) was \(plain(value)), \(range)"))
    }
  }
}
