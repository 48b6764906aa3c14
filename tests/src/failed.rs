//! What may go wrong in a measurement.

use std::error::Error;

/// Anything, and then the run is void.
pub type Failed = Box<dyn Error>;
