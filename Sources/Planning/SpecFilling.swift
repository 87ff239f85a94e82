import Scenarios

/// Fills the drivers of one queue of a spec with what was estimated.
struct SpecFilling {
  private let path: String
  private var spec: SpecDrivers
  private let queue: String
  private let drivers: [SpecDrivers.Driver]

  /// Finds the queue that the contacts belong to.
  ///
  /// - Parameters:
  ///   - path: The spec's path, for messages.
  ///   - bytes: Its content.
  ///   - queue: The queue; nothing when only one has drivers on claims or members.
  /// - Throws: ``PlanningError`` when the queue is not clear, `ScenarioProblems` for a spec that is no JSON.
  init(_ path: String, _ bytes: [UInt8], queue: String?) throws {
    self.path = path
    spec = try SpecDrivers(path: path, data: bytes)
    var names: [String] = []
    for driver in spec.drivers where !names.contains(driver.queue) { names.append(driver.queue) }
    if let queue, !names.contains(queue) {
      throw PlanningError(
        spec.queues.contains(queue)
          ? "\(path): the queue \"\(queue)\" has no driver on claims or members in this file. "
            + (names.isEmpty ? "Add one." : "Those that have: \(names.joined(separator: ", ")).")
          : "--queue \(queue): \(path) has no such queue. "
            + (spec.queues.isEmpty
              ? "It has none." : "Write \(spec.queues.joined(separator: " or "))."),
        kind: spec.queues.contains(queue) ? .input : .usage)
    }
    guard let chosen = queue ?? (names.count == 1 ? names[0] : nil) else {
      throw PlanningError(
        names.isEmpty
          ? "\(path): no queue has a driver on claims or members in this file. Add one, or name the spec that "
            + "it extends."
          : "\(path): \(names.joined(separator: ", ")) have drivers on claims or members. Say whose contacts these "
            + "are: --queue \(names[0]).")
    }
    self.queue = chosen
    drivers = spec.drivers.filter { $0.queue == chosen }
    let onMembers = drivers.filter { if case .members = $0.kind { true } else { false } }
    guard onMembers.count <= 1 else {
      throw PlanningError(
        "\(onMembers[1].location): the queue has \(onMembers.count) drivers on members, and contacts do not say "
          + "which of them they belong to. Keep one.")
    }
  }

  /// Predicates of the drivers on claims, with their places.
  var predicates: [(predicate: String, location: String)] {
    drivers.compactMap { driver in
      if case .claims(let predicate) = driver.kind { (predicate, driver.location) } else { nil }
    }
  }

  /// The driver on members.
  var members: SpecDrivers.Driver? {
    drivers.first { if case .members = $0.kind { true } else { false } }
  }

  /// Points of its tenure curve; nothing when it has none.
  var points: [Double]? {
    guard case .members(let points)? = members?.kind, points.count > 1 else { return nil }
    return points
  }

  /// The spec as filled.
  var result: [UInt8] { spec.result }

  /// Fills every driver of the queue.
  ///
  /// - Parameters:
  ///   - estimate: What was estimated; its first drivers are those of the queue.
  ///   - request: The data, for the record.
  /// - Returns: What was filled.
  /// - Throws: ``PlanningError`` for a driver whose required values the data do not show.
  mutating func fill(
    _ estimate: DriverEstimate, _ request: EstimateRequest
  ) throws -> [DriverEstimate.Filled] {
    let from =
      ([request.contacts.file, request.store] + [request.members].compactMap(\.self))
      .map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: ", ")
      + "; \(estimate.days) days from \(estimate.from) to \(estimate.through)"
    var filled: [DriverEstimate.Filled] = []
    var place = 0
    for driver in drivers {
      switch driver.kind {
      case .claims(let predicate):
        let found = estimate.drivers[place]
        place += 1
        spec.fill(
          driver,
          SpecDrivers.Filling(
            rate: found.perClaim, lag: Self.lag(found.lagShares), curve: [],
            values: [
              SpecDrivers.Value(
                of: "perClaim", value: found.perClaim, lower95: found.lower95,
                upper95: found.upper95)
            ], from: from))
        filled.append(
          DriverEstimate.Filled(
            path: driver.path.description, driver: predicate,
            keys: ["perClaim"] + (found.lagShares.isEmpty ? [] : ["lag"])))
      case .members(let points):
        guard let found = estimate.members else { continue }
        guard !found.tenureCurve.isEmpty || !points.isEmpty else {
          throw PlanningError(
            "\(driver.location): hardly anyone joined from \(estimate.from) to \(estimate.through), so the data show "
              + "no tenure curve, and the driver has none. Write its \"tenureCurve\", or give contacts of a time "
              + "when members joined.")
        }
        var values = [
          SpecDrivers.Value(
            of: "perMemberMonth", value: found.perMemberMonth, lower95: found.lower95,
            upper95: found.upper95)
        ]
        for point in found.tenureCurve.dropLast() {
          values.append(
            SpecDrivers.Value(
              of: "tenureCurve at \(Int(point.days))d", value: point.times, lower95: point.lower95,
              upper95: point.upper95))
        }
        spec.fill(
          driver,
          SpecDrivers.Filling(
            rate: found.perMemberMonth, lag: [],
            curve: found.tenureCurve.map { ($0.days, $0.times) }, values: values, from: from))
        filled.append(
          DriverEstimate.Filled(
            path: driver.path.description, driver: "members",
            keys: ["perMemberMonth"] + (found.tenureCurve.isEmpty ? [] : ["tenureCurve"])))
      }
    }
    return filled
  }

  /// Shares by days after the claim as a lag of a spec.
  ///
  /// A claim stands at midday on average, so a day's contacts are there half a day after it ends.
  private static func lag(_ shares: [Double]) -> [(after: Double, share: Double)] {
    var reached = 0.0
    var points: [(after: Double, share: Double)] = []
    for (day, share) in shares.enumerated() {
      reached += share
      let isLast = reached > 0.9995 || day == shares.count - 1
      points.append(((Double(day) + 0.5) * 86_400, isLast ? 1 : reached))
      if isLast { break }
    }
    return points
  }
}
