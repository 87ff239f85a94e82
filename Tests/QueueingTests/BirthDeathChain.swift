import Foundation

/// The M/M/n+M queue summed state by state with 31 digits: the slow and obvious version.
struct BirthDeathChain {
  let pWait: Double
  let pAbandon: Double
  let queueLength: Double
  let occupancy: Double
  let servedInTime: Double
  let reachedInTime: Double
  let speedOfAnswer: Double

  init(
    agents: Int, arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, within: Double
  ) {
    let arrivals = DoubleDouble(arrivalRate)
    let service = DoubleDouble(serviceRate)
    let hangUps = DoubleDouble(abandonmentRate)
    let capacity = DoubleDouble(agents) * service
    // Below n relative to state n, from n downwards.
    var weight = DoubleDouble(1)
    var idle = DoubleDouble(0)
    var busy = DoubleDouble(0)
    for state in stride(from: agents, to: 0, by: -1) {
      weight = weight * DoubleDouble(state) * service / arrivals
      idle = idle + weight
      busy = busy + weight * DoubleDouble(state - 1)
    }
    // From n upwards: one that finds k waiting waits for k + 1 departures at rates nμ + iθ, i = 0…k. It is served at
    // all with x/(x + k + 1), and by the threshold with negative binomial probabilities of shape x + 1 (for being
    // served) or x (for the offered wait).
    let shape = capacity / hangUps
    let one = DoubleDouble(1)
    let scaled = hangUps * DoubleDouble(within)
    let alive = exponentialOfMinus(scaled)
    let gone = one - alive
    var offeredTerm = exponentialOfMinus(capacity * DoubleDouble(within))
    var servedTerm = offeredTerm * alive
    var offeredLate = DoubleDouble(0)
    var servedLate = DoubleDouble(0)
    var waiting = DoubleDouble(0)
    var length = DoubleDouble(0)
    var served = DoubleDouble(0)
    var inTime = DoubleDouble(0)
    var reached = DoubleDouble(0)
    var waits = DoubleDouble(0)
    var harmonic = DoubleDouble(0)
    weight = one
    var ahead = 0
    while true {
      let position = DoubleDouble(ahead)
      offeredLate = offeredLate + offeredTerm
      servedLate = servedLate + servedTerm
      let share = shape / (shape + position + one)
      harmonic = harmonic + one / (shape + position + one)
      waiting = waiting + weight
      length = length + weight * position
      served = served + weight * share
      inTime = inTime + weight * share * (one - servedLate)
      reached = reached + weight * (one - offeredLate)
      waits = waits + weight * share * harmonic / hangUps
      offeredTerm = offeredTerm * (shape + position) / (position + one) * gone
      servedTerm = servedTerm * (shape + one + position) / (position + one) * gone
      ahead += 1
      if waiting.high > 1e200 {
        let shrink = DoubleDouble(0x1p-640)
        weight = weight * shrink
        idle = idle * shrink
        busy = busy * shrink
        waiting = waiting * shrink
        length = length * shrink
        served = served * shrink
        inTime = inTime * shrink
        reached = reached * shrink
        waits = waits * shrink
      }
      precondition(ahead < 5_000_000, "the chain does not end")
      let ratio = arrivals / (capacity + DoubleDouble(ahead) * hangUps)
      weight = weight * ratio
      if ratio.high < 1, weight.high < 1e-34 * waiting.high * (1 - ratio.high) { break }
    }
    let total = idle + waiting
    pWait = (waiting / total).value
    let lost = length * hangUps / arrivals
    pAbandon = (lost / total).value
    queueLength = (length / total).value
    occupancy = ((busy / DoubleDouble(agents) + waiting) / total).value
    servedInTime = ((idle + inTime) / total).value
    reachedInTime = ((idle + reached) / total).value
    speedOfAnswer = (waits / (idle + served)).value
  }
}
