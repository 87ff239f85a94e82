import RandomStreams

extension SimulationModel {
  /// Checks every field and reports the first problem.
  ///
  /// - Throws: ``SimulationError`` naming the field, what was found and what to give instead.
  /// - Complexity: O(intervals × (queues + pools)).
  public func validate() throws(SimulationError) {
    try Self.require("horizon", horizon, horizon > 0 && horizon <= 1e12, "seconds, above 0")
    try Self.require("interval", interval, interval > 0, "seconds, above 0")
    let count = intervalCount
    guard count >= 1, count <= 10_000_000 else {
      throw SimulationError(
        code: .outOfRange, field: "interval",
        problem: "found \(interval) s in a horizon of \(horizon) s",
        remedy: "Give at most 10000000 intervals")
    }
    let warmIntervals = (warmUp / interval).rounded()
    try Self.require(
      "warmUp", warmUp,
      warmUp >= 0 && warmUp < horizon && abs(warmIntervals * interval - warmUp) <= 1e-6 * interval,
      "a whole number of intervals, at least 0 and less than the horizon")
    guard !queues.isEmpty, queues.count <= 4_000 else {
      throw SimulationError(
        code: .wrongLength, field: "queues", problem: "found \(queues.count) queues",
        remedy: "Give 1 to 4000")
    }
    guard !pools.isEmpty, pools.count <= 4_000 else {
      throw SimulationError(
        code: .wrongLength, field: "pools", problem: "found \(pools.count) pools",
        remedy: "Give 1 to 4000")
    }
    var names: Set<String> = []
    for (index, queue) in queues.enumerated() {
      try Self.requireName("queues[\(index)].name", queue.name, &names)
      try queue.validate(path: "queues[\(index)]", model: self)
    }
    let feeds = queues.reduce(0) { $0 + $1.feeds.count }
    guard feeds <= 250 else {
      throw SimulationError(
        code: .wrongLength, field: "queues", problem: "found \(feeds) feeds in all",
        remedy: "Give at most 250")
    }
    names.removeAll()
    for (index, pool) in pools.enumerated() {
      try Self.requireName("pools[\(index)].name", pool.name, &names)
      try pool.validate(path: "pools[\(index)]", model: self)
    }
    if let dayCorrelation {
      do {
        let factored = try CorrelatedNormals(correlation: dayCorrelation)
        try Self.requireLength("dayCorrelation", factored.count, queues.count)
      } catch let error as SimulationError {
        throw error
      } catch {
        throw SimulationError(
          code: .outOfRange, field: "dayCorrelation", problem: "\(error)",
          remedy: "Give a correlation matrix with one row per queue")
      }
    }
    for (index, map) in periods.enumerated() {
      let field = "periods[\(index)].periodOfInterval"
      try Self.requireLength(field, map.periodOfInterval.count, count)
      for (interval, period) in map.periodOfInterval.enumerated()
      where period < -1 || period >= map.count {
        throw SimulationError(
          code: .unknownReference, field: "\(field)[\(interval)]", problem: "found \(period)",
          remedy: "Give -1 or 0..<\(map.count)")
      }
    }
  }

  static func require(
    _ field: @autoclosure () -> String, _ value: Double, _ holds: Bool,
    _ expected: @autoclosure () -> String
  ) throws(SimulationError) {
    guard value.isFinite, holds else {
      throw SimulationError(
        code: .outOfRange, field: field(), problem: "found \(value)", remedy: "Give \(expected())")
    }
  }

  static func requireLength(
    _ field: String, _ found: Int, _ expected: Int
  ) throws(SimulationError) {
    guard found == expected else {
      throw SimulationError(
        code: .wrongLength, field: field, problem: "found \(found) values",
        remedy: "Give \(expected), one per interval")
    }
  }

  static func requireName(
    _ field: String, _ name: String, _ names: inout Set<String>
  ) throws(SimulationError) {
    guard !name.isEmpty, names.insert(name).inserted else {
      throw SimulationError(
        code: .badName, field: field, problem: "found \"\(name)\"",
        remedy: "Give a name that is not empty and not used before")
    }
  }

  static func require(
    _ field: String, _ distribution: DurationDistribution, positive: Bool
  ) throws(SimulationError) {
    do {
      try distribution.validate()
    } catch {
      guard case .invalid(let parameter, let value, let expected) = error else { return }
      throw SimulationError(
        code: .outOfRange, field: "\(field).\(parameter)", problem: "found \(value)",
        remedy: "Give \(expected)")
    }
    if positive {
      try require(
        "\(field).mean", distribution.mean, distribution.mean > 0,
        "a mean above 0: work that takes no time has no service rate")
    }
  }

  func requirePool(_ field: String, _ index: Int) throws(SimulationError) {
    guard pools.indices.contains(index) else {
      throw SimulationError(
        code: .unknownReference, field: field, problem: "found pool \(index)",
        remedy: "Give 0..<\(pools.count)")
    }
  }

  func requireQueue(_ field: String, _ index: Int) throws(SimulationError) {
    guard queues.indices.contains(index) else {
      throw SimulationError(
        code: .unknownReference, field: field, problem: "found queue \(index)",
        remedy: "Give 0..<\(queues.count)")
    }
  }
}

extension PoolModel {
  func validate(path: String, model: SimulationModel) throws(SimulationError) {
    if agents.count != 1 {
      try SimulationModel.requireLength("\(path).agents", agents.count, model.intervalCount)
    }
    for (interval, count) in agents.enumerated() where count < 0 || count > 1_000_000 {
      throw SimulationError(
        code: .outOfRange, field: "\(path).agents[\(interval)]", problem: "found \(count)",
        remedy: "Give 0 to 1000000")
    }
    for (index, rank) in skillRanks.enumerated() {
      try model.requireQueue("\(path).skillRanks[\(index)].queue", rank.queue)
      if let step = rank.step, !model.queues[rank.queue].steps.indices.contains(step) {
        throw SimulationError(
          code: .unknownReference, field: "\(path).skillRanks[\(index)].step",
          problem: "found step \(step)",
          remedy: "Give 0..<\(model.queues[rank.queue].steps.count)")
      }
    }
    try absence?.validate(path: "\(path).absence")
    if let learning = learningFactors {
      try SimulationModel.requireLength(
        "\(path).learningFactors", learning.count, model.intervalCount)
      for (index, factor) in learning.enumerated() {
        try SimulationModel.require(
          "\(path).learningFactors[\(index)]", factor, factor > 0 && factor <= 1_000,
          "a factor above 0 and at most 1000")
      }
    }
    if shiftEnd == .setAside, let place = model.pools.firstIndex(where: { $0.name == name }),
      CompiledModel.poolHoldsChats(place, model: model)
    {
      throw SimulationError(
        code: .outOfRange, field: "\(path).shiftEnd",
        problem: "found setAside in a pool with chats",
        remedy: "Give finish, or another pool for the chats")
    }
    guard let factors = handleTimeFactors else { return }
    guard factors.count == model.queues.count else {
      throw SimulationError(
        code: .wrongLength, field: "\(path).handleTimeFactors",
        problem: "found \(factors.count) values",
        remedy: "Give \(model.queues.count), one per queue")
    }
    for (index, factor) in factors.enumerated() {
      try SimulationModel.require(
        "\(path).handleTimeFactors[\(index)]", factor, factor > 0 && factor <= 1_000,
        "a factor above 0 and at most 1000")
    }
  }
}
