extension DemandPaths {
  /// The same paths with one queue's items multiplied by interval.
  ///
  /// - Parameters:
  ///   - queue: The queue's place in the demand.
  ///   - factors: One for each interval of the horizon, `>= 0`.
  /// - Returns: Paths whose every driver of the queue is multiplied alike.
  public func scaled(queue: Int, by factors: [Double]) -> DemandPaths {
    precondition(factors.count == dayOfInterval.count, "\(factors.count) factors")
    var drivers = drivers
    for place in drivers[queue].indices {
      drivers[queue][place].mean = zip(drivers[queue][place].mean, factors).map { $0 * $1 }
    }
    return DemandPaths(
      count: count, dayOfInterval: dayOfInterval, days: days, drivers: drivers)
  }
}
