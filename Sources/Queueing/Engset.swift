/// The two kinds of congestion in a loss system with few sources.
public struct EngsetResult: Sendable, Equatable {
  /// Share of time in which all servers are busy.
  public var timeCongestion: Double
  /// Share of attempts that find all servers busy.
  public var callCongestion: Double
  /// Mean number of busy servers ÷ servers.
  public var occupancy: Double
}

/// Computes Engset's loss formula: a limited number of sources, each quiet for a while and then calling.
///
///     let lost = try engset(sources: 10, idleRate: 0.2, serviceRate: 1, servers: 3)
///
/// - Parameters:
///   - sources: Number of sources, `>= 0`.
///   - idleRate: Attempts per time unit of a source that is not in service; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time, in the same time unit; finite, `> 0`.
///   - servers: Number of servers, `>= 0`.
/// - Returns: Congestion in time and by attempts; relative error under 1e-12.
/// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(`servers`).
/// - SeeAlso: T. Engset (1918).
public func engset(
  sources: Int, idleRate: Double, serviceRate: Double, servers: Int
) throws(QueueingError) -> EngsetResult {
  try requireNonNegative(Double(sources), "sources")
  try requireNonNegative(Double(servers), "servers")
  try requireAtMost(Double(servers), 1e8, "servers")
  try requireNonNegative(idleRate, "idleRate")
  try requirePositive(serviceRate, "serviceRate")
  let ratio = idleRate / serviceRate
  func congestion(_ sources: Int) -> Double {
    guard servers <= sources else { return 0 }
    guard ratio > 0 else { return servers == 0 ? 1 : 0 }
    var inverse = 1.0
    for busy in 0..<servers {
      inverse = 1 + Double(busy + 1) / (Double(sources - busy) * ratio) * inverse
    }
    return 1 / inverse
  }
  let byAttempt = sources > 0 ? congestion(sources - 1) : 0
  // Carried load a satisfies: attempts (sources − a) ratio, of which 1 − call congestion are carried.
  let accepted = ratio * (1 - byAttempt)
  let carried = Double(sources) * accepted / (1 + accepted)
  return EngsetResult(
    timeCongestion: congestion(sources), callCongestion: byAttempt,
    occupancy: servers > 0 ? min(1, carried / Double(servers)) : 0)
}
