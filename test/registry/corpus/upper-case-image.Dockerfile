FROM Alpine:3.24
