"""What every feature stands on: money, time, storage, mail, jobs, forms and the web's guards."""
