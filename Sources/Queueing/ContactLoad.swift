/// The work that arrives at one queue in one interval, as rates per one common time unit.
public struct ContactLoad: Sendable, Equatable {
  /// Contacts per time unit, `>= 0`.
  public var arrivalRate: Double
  /// 1 / mean handle time, `> 0`.
  public var serviceRate: Double
  /// 1 / mean patience, `>= 0`; 0 is endless patience.
  public var abandonmentRate: Double

  /// A load from its three rates, all per the same time unit.
  public init(arrivalRate: Double, serviceRate: Double, abandonmentRate: Double = 0) {
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.abandonmentRate = abandonmentRate
  }

  /// A load of `volume` contacts in an interval of `interval` seconds, with times in seconds.
  ///
  /// A missing patience is endless.
  public init(volume: Double, interval: Double, handleTime: Double, patience: Double? = nil) {
    self.init(
      arrivalRate: volume / interval, serviceRate: 1 / handleTime,
      abandonmentRate: patience.map { 1 / $0 } ?? 0)
  }

  /// Arrival rate × mean handle time, in erlangs.
  public var offeredLoad: Double { arrivalRate / serviceRate }

  /// Throws ``QueueingError/invalid(parameter:value:expected:)`` for a rate outside its domain.
  func validate() throws(QueueingError) {
    try requireNonNegative(arrivalRate, "arrivalRate")
    try requirePositive(serviceRate, "serviceRate")
    try requirePatience(abandonmentRate, against: max(arrivalRate, serviceRate))
  }
}
