import LocatedJSON

/// The drivers of a spec whose rates can be estimated from data, before the spec is whole.
///
/// A spec may lack the very rates that are to be filled in, so only the drivers are read here.
public struct SpecDrivers: Sendable {
  /// A driver on claims or on members.
  public struct Driver: Sendable {
    /// The kinds.
    public enum Kind: Sendable {
      /// On claims that a condition selects.
      case claims(predicate: String)
      /// On members, with the points of its tenure curve in days; empty where it has none yet.
      case members(points: [Double])
    }
    /// The queue.
    public var queue: String
    /// The way to the driver.
    public var path: JSONPath
    /// Place and path for messages.
    public var location: String
    /// What it is on.
    public var kind: Kind
  }

  /// An estimated value with its 95 % interval.
  public struct Value: Equatable, Sendable {
    /// The key that it is for, such as `perClaim` or `tenureCurve at 30d`.
    public var of: String
    /// The estimate.
    public var value: Double
    /// The interval's lower end.
    public var lower95: Double
    /// The interval's upper end.
    public var upper95: Double
    /// Makes a value.
    public init(of: String, value: Double, lower95: Double, upper95: Double) {
      (self.of, self.value) = (of, value)
      (self.lower95, self.upper95) = (lower95, upper95)
    }
  }

  /// What is to be filled into one driver.
  public struct Filling: Sendable {
    /// Items for each claim, or contacts a member and month.
    public var rate: Double
    /// Cumulative shares by seconds since the cause; empty to leave the lag as it is.
    public var lag: [(after: Double, share: Double)]
    /// Multiples by days of tenure; empty to leave the curve as it is.
    public var curve: [(days: Double, multiple: Double)]
    /// The values with their intervals.
    public var values: [Value]
    /// The data that they come from, in words.
    public var from: String
    /// Makes a filling.
    public init(
      rate: Double, lag: [(after: Double, share: Double)],
      curve: [(days: Double, multiple: Double)], values: [Value], from: String
    ) {
      (self.rate, self.lag, self.curve) = (rate, lag, curve)
      (self.values, self.from) = (values, from)
    }
  }

  /// The drivers, in the order of the spec.
  public let drivers: [Driver]
  /// The names of all queues.
  public let queues: [String]
  private var edits: SourceEdits

  /// Finds the drivers.
  ///
  /// - Parameters:
  ///   - path: The spec's path as typed, for messages.
  ///   - data: The spec's bytes in UTF-8.
  /// - Throws: ``ScenarioProblems`` when the spec is no JSON or a driver's condition or tenure cannot be read.
  public init(path: String, data: [UInt8]) throws(ScenarioProblems) {
    do {
      edits = try SourceEdits(data, file: path)
    } catch {
      throw ScenarioProblems(error.problems)
    }
    let root = Item(value: edits.document.root, path: .root)
    let context = ReadingContext(root: root.value, use: .any)
    queues = context.queueNames
    var found: [Driver] = []
    for (name, queue) in root.member("queues")?.members ?? [] {
      for item in queue.member("drivers")?.elements ?? [] {
        if let claims = item.member("claims") {
          guard let place = claims.member("where"), let text = place.value.string else {
            context.report(
              .missingKey, claims, "\"where\" is missing from a claims driver",
              "Add \"where\": \"status = 'rejected'\", so that its claims can be counted")
            continue
          }
          found.append(
            Driver(
              queue: name, path: item.path, location: place.location,
              kind: .claims(predicate: text)))
        } else if let members = item.member("members") {
          let points = members.member("tenureCurve")?.elements?.compactMap { point in
            ObjectReader(point, pointKeys, context)?.duration("after").map { $0 / 86_400 }
          }
          found.append(
            Driver(
              queue: name, path: item.path, location: members.location,
              kind: .members(points: points ?? [])))
        }
      }
    }
    guard context.problems.isEmpty else { throw ScenarioProblems(context.problems) }
    drivers = found
  }

  /// Fills a driver's rate, lag and tenure curve, and says beside them where they come from.
  ///
  /// - Parameters:
  ///   - driver: One of ``drivers``.
  ///   - filling: What is to be filled in.
  public mutating func fill(_ driver: Driver, _ filling: Filling) {
    let owner: JSONPath
    switch driver.kind {
    case .claims:
      owner = driver.path.key("claims")
      set(owner.key("perClaim"), number(filling.rate))
    case .members:
      owner = driver.path.key("members")
      set(owner.key("perMemberMonth"), number(filling.rate))
    }
    if !filling.curve.isEmpty {
      let points = filling.curve.map {
        "{ \"after\": \"\(number($0.days))d\", \"times\": \(number($0.multiple)) }"
      }
      set(owner.key("tenureCurve"), "[ \(points.joined(separator: ", ")) ]")
    }
    if !filling.lag.isEmpty {
      let points = filling.lag.map {
        "{ \"after\": \"\(number($0.after / 3600))h\", \"share\": \(number($0.share)) }"
      }
      set(driver.path.key("lag"), "[ \(points.joined(separator: ", ")) ]")
    }
    let values = filling.values.map {
      "{ \"of\": \"\($0.of)\", \"value\": \(number($0.value)), "
        + "\"lower95\": \(number($0.lower95)), \"upper95\": \(number($0.upper95)) }"
    }
    let from = LocatedValue(.string(filling.from), at: edits.document.root.position).canonicalText
    set(
      driver.path.key("estimated"),
      "{ \"from\": \(from), \"values\": [ \(values.joined(separator: ", ")) ] }")
  }

  /// The spec with what was filled in; every other byte is as it was.
  public var result: [UInt8] { edits.result }

  private mutating func set(_ path: JSONPath, _ text: String) {
    do {
      try edits.set(path, to: text)
    } catch {
      preconditionFailure("a driver that was found has gone: \(error)")
    }
  }

  /// A number in four significant digits; shares in as many decimals.
  private func number(_ value: Double) -> String { plain(rounded(value)) }
}

/// A value in four significant digits.
func rounded(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  var scale = 1.0
  while abs(value) * scale < 1000, scale < 1e12 { scale *= 10 }
  return (value * scale).rounded() / scale
}

/// Keys of a point of a tenure curve that may lack its multiple.
private let pointKeys = KeyTable(
  "a point of a tenure curve",
  [
    .required(
      "after", .duration(.from(-366 * 86_400, to: 3660 * 86_400), example: "30d"),
      "Time since the effective date; negative before it."),
    .optional("times", .number(.from(0, to: 1000), example: "1.5"), "The multiple of the rate."),
  ])
