import Foundation

/// Computes the share of contacts that find all servers busy when nobody can wait.
///
/// Erlang's B formula (M/M/n/n): Poisson arrivals, blocked contacts leave at once. It holds for any
/// distribution of handle times with the same mean.
///
///     let lost = try erlangB(offeredLoad: 3, servers: 5)  // 0.1100543478
///
/// - Parameters:
///   - offeredLoad: Arrival rate × mean handle time, in erlangs; finite, `>= 0`.
///   - servers: Number of servers, `>= 0`.
/// - Returns: Probability of blocking, `0...1`; relative error under 1e-12. Values under 1e-300 are 0.
/// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1).
/// - SeeAlso: A. K. Erlang (1917); DLMF 8.11 for the incomplete Gamma function used.
public func erlangB(offeredLoad: Double, servers: Int) throws(QueueingError) -> Double {
  try erlangB(offeredLoad: offeredLoad, servers: Double(servers))
}

/// Computes Erlang's B formula for a real number of servers.
///
/// The analytic extension 1/B = ∫₀^∞ e^(−u) (1 + u/a)ⁿ du, which interpolates the integer formula.
///
///     let lost = try erlangB(offeredLoad: 10, servers: 18.7)  // 0.00456940789
///
/// - Parameters:
///   - offeredLoad: Arrival rate × mean handle time, in erlangs; finite, `>= 0`.
///   - servers: Number of servers, finite, `>= 0`, whole or not.
/// - Returns: Probability of blocking, `0...1`; relative error under 1e-12.
/// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1).
/// - SeeAlso: D. L. Jagerman, "Some properties of the Erlang loss function" (1974).
public func erlangB(offeredLoad: Double, servers: Double) throws(QueueingError) -> Double {
  try requireNonNegative(offeredLoad, "offeredLoad")
  try requireNonNegative(servers, "servers")
  guard offeredLoad > 0 else { return servers > 0 ? 0 : 1 }
  return 1 / (1 + idleWeight(offeredLoad: offeredLoad, servers: servers))
}

/// Weight of the states with a free server relative to the state with all n busy and nobody waiting:
/// 1/B − 1, infinite where B underflows.
///
/// - Precondition: `offeredLoad > 0`, `servers >= 0`.
@inline(__always)
func idleWeight(offeredLoad: Double, servers: Double) -> Double {
  if servers >= ScaledGamma.smallestUniformShape {
    return ScaledGamma.upper(servers, offeredLoad, offeredLoad - servers)
  }
  return idleWeightOfFew(offeredLoad: offeredLoad, servers: servers)
}

/// The same by the recursion 1/B(n) = 1 + (n/a) / B(n − 1) from the fractional part of n upwards.
@inline(never)
private func idleWeightOfFew(offeredLoad: Double, servers: Double) -> Double {
  let whole = servers.rounded(.down)
  let fraction = servers - whole
  let inverseLoad = 1 / offeredLoad
  var level = fraction
  var idle = fraction > 0 ? idleWeightOfFraction(offeredLoad: offeredLoad, servers: fraction) : 0
  var inverseBlocking = 1 + idle
  while level < servers {
    level += 1
    idle = level * inverseLoad * inverseBlocking
    inverseBlocking = 1 + idle
  }
  return idle
}

/// 1/B − 1 for fewer than one server, 0 < s < 1: Legendre's fraction for a load of 12 or more, else the integral.
private func idleWeightOfFraction(offeredLoad: Double, servers: Double) -> Double {
  if offeredLoad >= 12 {
    return ScaledGamma.upper(servers, offeredLoad, offeredLoad - servers)
  }
  // ∫₀^∞ e^(−u) ((1 + u/a)^s − 1) du: the integrand is within a square root of e^(−u).
  return GaussLegendre.halfLine { u in exp(-u) * expm1(servers * log1p(u / offeredLoad)) }
}
