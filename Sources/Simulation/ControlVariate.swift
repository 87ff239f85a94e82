/// Sums over replications that tie a measure to the number of arrivals.
struct ControlSums {
  private var control = 0.0
  private var controlSquares = 0.0
  private var numeratorProducts = 0.0
  private var denominatorProducts = 0.0

  /// Adds one replication: how many more arrived than expected, and the measure's parts.
  mutating func add(excess: Double, numerator: Double, denominator: Double) {
    control += excess
    controlSquares += excess * excess
    numeratorProducts += excess * numerator
    denominatorProducts += excess * denominator
  }

  /// The ratio as it would be with exactly the expected arrivals (Lavenberg and Welch, 1981).
  func estimate(_ sums: RatioSums, replications: Int) -> Estimate {
    let plain = sums.estimate(replications: replications)
    let count = Double(replications)
    let spread = controlSquares - control * control / count
    guard plain.isDefined, replications > 2, spread > 0 else { return plain }
    let ratio = plain.mean
    // Residuals of the ratio sum to 0, so their products with the control need no centring.
    let product = numeratorProducts - ratio * denominatorProducts
    let slope = product / spread
    let squares =
      sums.numeratorSquares - 2 * ratio * sums.products + ratio * ratio * sums.denominatorSquares
    let rest = max(squares - slope * product, 0) / (count - 2)
    let mean = control / count
    let error = (rest / count * (1 + count * mean * mean / spread)).squareRoot()
    let scale = count / sums.denominator
    return Estimate(
      mean: ratio - slope * mean * scale,
      halfWidth: studentT95(degreesOfFreedom: replications - 2) * error * scale)
  }
}

extension SimulationResults {
  /// Returns a measure over the whole horizon with the chance excess of arrivals taken out.
  ///
  /// The number of arrivals is known in expectation, and most measures move with it, so that much of
  /// their noise can be removed (a control variate). What is left has the usual 95 % interval.
  ///
  /// - Parameters:
  ///   - measure: What is measured.
  ///   - queue: The index of the queue.
  /// - Returns: The estimate; `nil` when the queue has no such threshold or deadline class, or when its
  ///   expected arrivals are not known: contacts that try again or that other queues cause.
  public func controlled(_ measure: QueueMeasure, queue: Int) -> Estimate? {
    precondition(queues.indices.contains(queue), "There is no queue \(queue)")
    guard sums.expectedArrivals[queue] != nil,
      let index = sums.layouts[queue].index(of: measure)
    else { return nil }
    let place = sums.layoutStart[queue] + index
    return sums.controls[place].estimate(
      sums.tables[0].queueSums[place], replications: replications)
  }
}

extension CompiledModel {
  /// The expected number of contacts offered in the counted time; `nil` when it is not known.
  func expectedArrivals(_ queue: Int) -> Double? {
    let definition = model.queues[queue]
    guard definition.redial == nil,
      !model.queues.contains(where: { $0.feeds.contains { $0.queue == queue } })
    else { return nil }
    var total = 0.0
    for interval in firstCounted..<intervalCount {
      if isLive[queue], !open[queue].isEmpty, !open[queue][interval] { continue }
      let length = min(self.interval, horizon - Double(interval) * self.interval)
      switch definition.arrivals {
      case .rate(let rate): total += rate * length
      case .expected(let numbers): total += numbers[interval]
      case .counts, .times: return nil
      }
    }
    return total
  }
}
