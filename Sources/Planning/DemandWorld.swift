import Demand
import Forecasting
import Results

/// The demand side that alternatives with the same queues and members share.
struct DemandWorld {
  var digest: String
  var masks: [[Bool]]
  var demand: DemandResult
  /// What is forecast, before anything takes work off people.
  var forecast: ForecastResult
  /// Expected items for people by queue and interval.
  var mean: [[Double]]
  /// Sample paths of the same.
  var paths: DemandPaths
  /// What takes work off people costs this.
  var costLines: [CostLine]
  /// The requirement, once it is known.
  var requirement: RequirementResult?
  /// Factors on it by unit and week for which its simulation asked, once they are known.
  var raises: [[Double]]?
  /// What simulations of people at this work have said.
  let memo = ProofMemo()
}
