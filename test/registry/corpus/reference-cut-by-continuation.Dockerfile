FROM gol\
ang:1.27
