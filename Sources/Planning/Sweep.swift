import LocatedJSON
import Results
import Scenarios

/// A place of a spec and the values that it takes in a sweep.
public struct SweepAxis: Equatable, Sendable {
  /// The path as typed: `queues.voice.handleTime.mean`.
  public var path: String
  /// The values as typed, at least one.
  public var values: [String]

  /// Reads `PATH=V1,V2,…`; commas inside quotes, brackets and braces belong to a value.
  ///
  ///     try SweepAxis(parsing: "queues.voice.handleTime.mean=5m,6m,7m").values  // ["5m", "6m", "7m"]
  ///
  /// - Parameter text: The axis as typed.
  /// - Throws: ``PlanningError`` when there is no path or no value.
  public init(parsing text: String) throws {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw PlanningError(
        "--vary \(text): write PATH=V1,V2, such as queues.voice.patience=2m,3m,4m.")
    }
    path = String(text[..<sign])
    var found = [""]
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in text[text.index(after: sign)...] {
      if isQuoted {
        if character == "\"" && !isEscaped { isQuoted = false }
        isEscaped = character == "\\" && !isEscaped
      } else if character == "\"" {
        isQuoted = true
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        depth -= 1
      } else if character == "," && depth == 0 {
        found.append("")
        continue
      }
      found[found.count - 1].append(character)
    }
    values = found
    if let empty = found.firstIndex(where: { $0.isEmpty }) {
      throw PlanningError(
        "--vary \(text): value \(empty + 1) is empty. Write values between commas.")
    }
    for (index, value) in found.enumerated() where found[..<index].contains(value) {
      throw PlanningError("--vary \(text): \(value) is here twice. Write each value once.")
    }
  }
}

/// A point of the grid with what came out.
public struct SweepPoint: Sendable {
  /// One value of each axis.
  public var values: [String]
  /// What the run is known by.
  public var facts: RunFacts
}

/// A finished sweep.
public struct SweepResult: Sendable {
  /// The axes.
  public var axes: [SweepAxis]
  /// The points; the last axis moves fastest.
  public var points: [SweepPoint]
  /// Stages that were taken from other points instead of being worked out again.
  public var reuses: Int

  /// Where the recommended alternative is another one at two neighbours of the grid.
  public struct Flip: Equatable, Sendable {
    /// The axis along which it changes.
    public var axis: Int
    /// The two values.
    public var between: (low: String, high: String)
    /// The values of all axes at the first of the two.
    public var values: [String]
    /// What is recommended at the two; nothing when no alternative keeps every required goal.
    public var recommended: (low: String?, high: String?)
    /// Where the two cost the same by straight lines between the neighbours, in the axis' unit.
    public var crossing: Double?

    /// Compares all parts.
    public static func == (left: Flip, right: Flip) -> Bool {
      left.axis == right.axis && left.between == right.between && left.values == right.values
        && left.recommended == right.recommended && left.crossing == right.crossing
    }
  }
}

/// Runs a grid of variations of one spec: in parallel, with the same random numbers at every point.
///
/// Every spec is read before any is run, so that a wrong value is told at once. The first point runs alone and
/// leaves its stages to the others; a stage whose inputs a point does not change is not worked out again.
///
/// - Parameters:
///   - axes: The places that change; the grid has at most 200 points.
///   - options: How to run; its cache is used when it has one.
///   - read: Reads the spec with further texts `PATH=VALUE`.
/// - Returns: What came out at every point.
/// - Throws: ``PlanningError`` when the grid is too large, what `read` throws, and what a run throws.
/// - Complexity: As many runs as points, less what they share.
public func sweep(
  _ axes: [SweepAxis], options: RunOptions, read: (_ sets: [String]) throws -> ResolvedScenario
) throws -> SweepResult {
  let count = axes.reduce(1) { $0.multipliedReportingOverflow(by: $1.values.count).partialValue }
  guard axes.allSatisfy({ $0.values.count <= 200 }), (1...200).contains(count) else {
    throw PlanningError(
      "--vary: the grid has \(count) points. Give fewer values, so that it has at most 200.")
  }
  let grid = (0..<count).map { point in
    var left = point
    var values: [String] = []
    for axis in axes.reversed() {
      values.append(axis.values[left % axis.values.count])
      left /= axis.values.count
    }
    return Array(values.reversed())
  }
  let specs = try grid.map { values in
    try read(zip(axes, values).map { "\($0.path)=\($1)" })
  }
  var options = options
  let cache = options.cache ?? StageCache()
  options.cache = cache
  let progress = options.progress
  progress("1 of \(count)", 0)
  options.progress = { _, _ in }
  let first = RunFacts(try runScenario(specs[0], options: options).result)
  var single = options
  single.threads = 1
  let others = single
  let rest = try inParallel(count: count - 1, threads: options.threads) { index in
    progress("\(index + 2) of \(count)", Double(index + 1) / Double(count))
    return RunFacts(try runScenario(specs[index + 1], options: others).result)
  }
  return SweepResult(
    axes: axes, points: zip(grid, [first] + rest).map { SweepPoint(values: $0, facts: $1) },
    reuses: cache.reuses)
}

extension SweepResult {
  /// Neighbours of the grid between which the answer is another one.
  public var flips: [Flip] {
    var found: [Flip] = []
    var stride = points.count
    for (axis, given) in axes.enumerated() {
      stride /= given.values.count
      for low in points.indices where low + stride < points.count {
        let high = low + stride
        guard let place = given.values.firstIndex(of: points[low].values[axis]),
          place + 1 < given.values.count
        else { continue }
        let (one, two) = (points[low].facts, points[high].facts)
        guard one.recommended != two.recommended else { continue }
        found.append(
          Flip(
            axis: axis, between: (given.values[place], given.values[place + 1]),
            values: points[low].values, recommended: (one.recommended, two.recommended),
            crossing: crossing(one, two, given.values[place], given.values[place + 1])))
      }
    }
    return found
  }

  /// Where two alternatives that are recommended at two values cost the same, on straight lines.
  private func crossing(
    _ low: RunFacts, _ high: RunFacts, _ from: String, _ to: String
  ) -> Double? {
    guard let from = Double(from), let to = Double(to), let first = low.recommended,
      let second = high.recommended,
      let one = gap(low, first, second), let two = gap(high, first, second), one != two
    else { return nil }
    return from + (to - from) * one / (one - two)
  }

  /// How much more the second costs than the first where both keep their goals.
  private func gap(_ facts: RunFacts, _ first: String, _ second: String) -> Double? {
    guard let one = facts.alternative(named: first), let two = facts.alternative(named: second),
      one.certified, two.certified
    else { return nil }
    return Double(two.costCents.value - one.costCents.value)
  }
}
